// `npm run conformance:server [leg …]`: the suite against our conformance server itself and then through the
// gateway, so that a failure has one cause. Exit 1 when a scored scenario failed.
import { startConformanceServer } from './fixture/server.ts';
import { legsOf, runLegs } from './suite.ts';
import { startGatewayBefore } from './suite-behind-gateway.ts';
import { tellLegs, tellScenario } from './table.ts';

const wanted = process.argv.slice(2);
const legs = (await legsOf('server')).filter(({ name, scored }) =>
  wanted.length > 0 ? wanted.includes(name) : scored,
);
const server = await startConformanceServer();
const gateway = await startGatewayBefore(server.url);
let good = true;
let passed = 0;
let failed = 0;
for (const [title, url] of [
  ['The conformance server itself', server.url],
  ['Through the gateway', gateway.url],
] as const) {
  console.log(`\n${title}`);
  const results = await runLegs({ mode: 'server', url }, legs, tellScenario);
  good = tellLegs(legs, results) && good;
  passed += results.filter((r) => r.verdict === 'passed').length;
  failed += results.filter((r) => r.verdict === 'failed').length;
}
await gateway.close();
await server.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(good ? 0 : 1);
