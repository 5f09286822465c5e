// `npm run conformance:client [leg …]`: every leg, or those named; a table at the end. Exit 1 when a scored one failed.
import { clientTarget, legsOf, runLegs } from './suite.ts';
import { tellLegs, tellScenario } from './table.ts';

const all = await legsOf('client');
const wanted = process.argv.slice(2);
const legs = wanted.length > 0 ? all.filter(({ name }) => wanted.includes(name)) : all;
const results = await runLegs(clientTarget, legs, tellScenario);
const good = tellLegs(legs, results);
const count = (verdict: string) => results.filter((r) => r.verdict === verdict).length;
console.log(`${count('passed')} passed, ${count('failed')} failed`);
process.exit(good ? 0 : 1);
