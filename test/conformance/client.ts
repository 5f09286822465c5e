// `npm run conformance:client [leg …]`: every leg, or those named; a table at the end. Exit 1 when a scored one failed.
import { clientTarget, legsOf, runLegs } from './suite.ts';

const all = await legsOf('client');
const wanted = process.argv.slice(2);
const legs = wanted.length > 0 ? all.filter(({ name }) => wanted.includes(name)) : all;
const results = await runLegs(clientTarget, legs, ({ leg, scenario, verdict, why }) => {
  console.log(`${verdict.padEnd(8)}${leg.padEnd(12)}${scenario}`);
  if (why) console.log(why);
});
console.log('');
for (const { name, scored, scenarios } of legs) {
  const of = (verdict: string) => results.filter((r) => r.leg === name && r.verdict === verdict).length;
  console.log(
    `${name.padEnd(12)}${scored ? 'scored' : '      '}  ${of('passed')} of ${scenarios.length} passed, ${of('failed')} failed, ${of('skipped')} skipped`,
  );
}
const bad = results.filter((r) => r.verdict === 'failed');
console.log(`${results.filter((r) => r.verdict === 'passed').length} passed, ${bad.length} failed`);
process.exit(bad.some(({ leg }) => legs.find(({ name }) => name === leg)?.scored) ? 1 : 0);
