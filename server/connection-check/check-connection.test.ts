import { afterEach, describe, expect, test } from 'vitest';
import { causes } from '#server/authorization/causes.ts';
import { checkStepName } from '#shared/contract/connection-check.ts';
import { faults } from '#test/servers/oauth/faults.ts';
import { runCheck } from '#test/servers/oauth/run-check.ts';
import { type OAuthServer, startOAuthServer } from '#test/servers/oauth/start-oauth-server.ts';

let server: OAuthServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

const summary = (steps: Awaited<ReturnType<typeof runCheck>>) =>
  steps.map(({ step, state, cause }) => `${step} ${state}${cause ? ` ${cause}` : ''}`);

describe('the connection check', () => {
  test('an honest server passes every step, in both eras', async () => {
    for (const era of ['modern', 'legacy'] as const) {
      server = await startOAuthServer({ era });
      const steps = await runCheck({ url: server.url });
      expect(summary(steps)).toEqual(checkStepName.options.map((name) => `${name} passed`));
      await server.close();
    }
  });

  test('a server without a sign-in skips what belongs to it', async () => {
    server = await startOAuthServer({ isProtected: false });
    const states = Object.fromEntries((await runCheck({ url: server.url })).map((s) => [s.step, s.state]));
    expect(states).toMatchObject({
      protocol: 'passed',
      registration: 'skipped',
      token: 'skipped',
      catalogue: 'passed',
    });
  });

  test('without a person it stops before the browser and says so', async () => {
    server = await startOAuthServer();
    const steps = await runCheck({ url: server.url }, { browse: undefined as never });
    expect(summary(steps).slice(7)).toEqual([
      'registration passed',
      'authorization skipped',
      'token skipped',
      'catalogue skipped',
    ]);
    expect(server.tokenRequests()).toBe(0);
  });

  test('no report holds a secret', async () => {
    server = await startOAuthServer();
    const text = JSON.stringify(await runCheck({ url: server.url }));
    expect(text).toContain('[redacted]');
    expect(text).not.toMatch(/at-[0-9a-f]{8}|rt-[0-9a-f]{8}|code-[0-9a-f]{8}/);
  });

  test.each(faults)('names the cause: $name', async (fault) => {
    server = await startOAuthServer(fault.plan);
    const steps = await runCheck({ url: fault.url?.(server) ?? server.url });
    const failed = steps.filter(({ state }) => state === 'failed');
    expect(failed.map(({ step, cause }) => ({ step, cause }))).toEqual([fault.expect]);
    expect(failed[0]?.fix?.length).toBeGreaterThan(10);
    expect(steps.map(({ step }) => step)).toEqual(checkStepName.options);
  });

  test('there are at least thirty faults, and every code of the list is a real step', () => {
    expect(faults.length).toBeGreaterThanOrEqual(30);
    for (const cause of Object.values(causes)) expect(checkStepName.options).toContain(cause.step);
  });
});
