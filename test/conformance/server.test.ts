// The scored legs of the official server suite, as part of the tests: our conformance server itself, and the gateway before it.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConformanceServer, startConformanceServer } from './fixture/server.ts';
import { legsOf, runLegs } from './suite.ts';
import { type GatewayUnderTest, startGatewayBefore } from './suite-behind-gateway.ts';

describe('the official server suite, on both revisions', () => {
  let server: ConformanceServer;
  let gateway: GatewayUnderTest;
  beforeAll(async () => {
    server = await startConformanceServer();
    gateway = await startGatewayBefore(server.url);
  });
  afterAll(async () => {
    await gateway.close();
    await server.close();
  });

  const run = async (url: string): Promise<void> => {
    const legs = (await legsOf('server')).filter(({ scored }) => scored);
    expect(legs.map(({ scenarios }) => scenarios.length)).toEqual([30, 37]);
    const results = await runLegs({ mode: 'server', url }, legs, () => {});
    expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
  };

  test('passes against the conformance server itself', { timeout: 300_000 }, () => run(server.url));
  test('passes through the gateway', { timeout: 300_000 }, () => run(gateway.url));
});
