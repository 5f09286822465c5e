// A server whose certificate a private authority signed: refused by default, connected with that authority's
// certificate, which counts for this connector alone.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api } from '#shared/contract/api.ts';
import type { ProbeEvent } from '#shared/contract/connectors.ts';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';
import { freshLocation } from '#test/databases.ts';
import { makePrivateAuthority, type PrivateAuthority } from '#test/servers/private-authority.ts';
import type { RunningServer } from '#test/servers/spec.ts';
import { fullOffer, startServer } from '#test/servers/start-server.ts';

let authority: PrivateAuthority;
let server: RunningServer;
let front: Awaited<ReturnType<PrivateAuthority['front']>>;
beforeAll(async () => {
  authority = await makePrivateAuthority();
  server = await startServer({ era: 'dual', ...fullOffer });
  front = await authority.front(new URL(server.url).origin);
});
afterAll(() => Promise.all([front.close(), server.close()]));

describe.each(['sqlite', 'postgres'] as const)('a private authority on %s', (dialect) => {
  let causeway: TestCauseway;
  beforeAll(async () => {
    const location = await freshLocation(dialect);
    causeway = await startCauseway('url' in location ? { database: location } : {});
  });
  afterAll(() => causeway.close());

  const probe = async (body: { url: string; certificateAuthority?: string }) => {
    const events: ProbeEvent[] = [];
    for await (const event of causeway.events(api.connectors.probe, { body })) events.push(event);
    return events.at(-1);
  };
  const run = async (connectorId: string) => {
    const body = { tool: 'echo', arguments: { text: 'over TLS' } };
    const events = [];
    for await (const event of causeway.events(api.calls.runTool, { params: { connectorId }, body }))
      events.push(event);
    return events.at(-1);
  };
  const settingsOf = async (connectorId: string) =>
    (await causeway.api(api.authorization.settings, { params: { connectorId } })).settings;

  test('is refused without it, and with another one', async () => {
    const url = `${front.origin}/mcp`;
    const other = await makePrivateAuthority('Somebody else');
    expect(await probe({ url })).toMatchObject({
      kind: 'failed',
      problem: { code: expect.stringMatching(/^tls_/) },
    });
    for (const certificateAuthority of [undefined, other.pem])
      await expect(
        causeway.api(api.connectors.add, {
          body: { name: 'Inside', url, ...(certificateAuthority ? { certificateAuthority } : {}) },
        }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/^tls_/) });
    for (const certificateAuthority of [
      'hello',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----',
    ])
      await expect(
        causeway.api(api.connectors.add, { body: { name: 'Inside', url, certificateAuthority } }),
      ).rejects.toMatchObject({ code: 'certificate_invalid' });
  });

  test('is probed, added and called with it, for this connector alone', async () => {
    const url = `${front.origin}/mcp`;
    const given = { certificateAuthority: authority.pem };
    expect(await probe({ url, ...given })).toMatchObject({ kind: 'found' });
    const { connector } = await causeway.api(api.connectors.add, { body: { name: 'Inside', url, ...given } });
    expect(connector.health.state).toBe('connected');
    expect(await run(connector.id)).toMatchObject({ kind: 'completed' });
    await expect(causeway.api(api.connectors.add, { body: { name: 'Beside', url } })).rejects.toMatchObject({
      code: expect.stringMatching(/^tls_/),
    });
    expect((await settingsOf(connector.id)).certificateAuthority).toContain('BEGIN CERTIFICATE');
  });

  test('changed with the settings of the sign-in, it counts for the next connection at once', async () => {
    const { connectors } = await causeway.api(api.connectors.list);
    const connectorId = connectors[0]?.id ?? '';
    const save = async (certificateAuthority: string | undefined) => {
      const {
        hasWorkloadToken: _,
        client: _c,
        identityProvider: _i,
        ...plain
      } = await settingsOf(connectorId);
      const { certificateAuthority: _a, ...rest } = plain;
      await causeway.api(api.authorization.saveSettings, {
        params: { connectorId },
        body: { ...rest, ...(certificateAuthority ? { certificateAuthority } : {}) },
      });
    };
    const state = async () =>
      (await causeway.api(api.connectors.get, { params: { connectorId } })).connector.health.state;
    await save(undefined);
    expect(await run(connectorId)).toMatchObject({ kind: 'failed', outcome: 'not-sent' });
    await expect.poll(state, { timeout: 10_000 }).toBe('not-reachable');
    await save(authority.pem);
    await expect.poll(state, { timeout: 10_000 }).toBe('connected');
    expect(await run(connectorId)).toMatchObject({ kind: 'completed' });
  });
});
