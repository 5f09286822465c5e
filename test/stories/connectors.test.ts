// Connectors by the web API alone, against real servers of every era and against addresses that are none.

import type { AddressInfo } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { AppError } from '#shared/app-error.ts';
import { api } from '#shared/contract/api.ts';
import type { ProbeEvent } from '#shared/contract/connectors.ts';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';
import { startHostile } from '#test/servers/hostile.ts';
import type { ServerEra, ServerSpec } from '#test/servers/spec.ts';
import { fullOffer, startServer } from '#test/servers/start-server.ts';

const { connectors } = api;
let causeway: TestCauseway;
const closing: (() => unknown)[] = [];
beforeAll(async () => {
  causeway = await startCauseway();
});
afterAll(() => causeway.close());
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const server = async (spec: ServerSpec) => {
  const started = await startServer({ ...fullOffer, ...spec });
  closing.push(started.close);
  return started;
};
const add = (url: string, more: Record<string, unknown> = {}) =>
  causeway.api(connectors.add, { body: { name: 'Harbour', url, ...more } });
const thrown = async (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => expect.unreachable('nothing was thrown'),
    (error: AppError) => error,
  );
const all = async () => (await causeway.api(connectors.list)).connectors;
const probe = async (url: string) => {
  const events: ProbeEvent[] = [];
  for await (const event of causeway.events(connectors.probe, { body: { url } })) events.push(event);
  return events;
};

describe('every era by the same form', () => {
  test.each([
    ['modern', 'modern', '2026-07-28', 'streamable-http'],
    ['dual', 'modern', '2026-07-28', 'streamable-http'],
    ['2025-11-25', 'legacy', '2025-11-25', 'streamable-http'],
    ['2025-06-18', 'legacy', '2025-06-18', 'streamable-http'],
    ['2025-03-26', 'legacy', '2025-03-26', 'streamable-http'],
    ['2024-11-05', 'legacy', '2024-11-05', 'http+sse'],
  ] as [ServerEra, string, string, string][])(
    'a %s server is probed, added, listed, disconnected, connected and removed',
    async (era, shownEra, protocolVersion, transport) => {
      const { url, hostPort } = await server({ era, name: 'Harbour office' });
      const events = await probe(url);
      expect(events.at(-1)).toMatchObject({
        kind: 'found',
        found: { era: shownEra, protocolVersion, transport, signIn: 'none', privateAddress: true },
      });
      expect(events.filter((event) => event.kind === 'step').length).toBeGreaterThan(1);
      expect(await all()).toEqual([]);

      const { connector } = await add(url);
      expect(connector).toMatchObject({
        name: 'Harbour',
        slug: 'harbour',
        host: hostPort,
        privateAddress: true,
        health: { state: 'connected' },
        counts: { tools: fullOffer.tools.length, resources: 2, resourceTemplates: 1, prompts: 1 },
        accounts: [{ kind: 'none', state: 'connected', isDefault: true }],
      });
      const params = { connectorId: connector.id };
      const { catalogue, toolStates } = await causeway.api(connectors.catalogue, { params });
      expect(catalogue?.server).toMatchObject({ era: shownEra, protocolVersion, name: 'Harbour office' });
      expect(toolStates.map(({ name }) => name)).toEqual(catalogue?.tools.map(({ name }) => name));
      expect(toolStates.every(({ tokens, permission }) => tokens > 0 && permission === 'ask')).toBe(true);

      const accountParams = { ...params, accountId: connector.accounts[0]?.id ?? '' };
      const off = await causeway.api(connectors.disconnectAccount, { params: accountParams });
      expect(off.account.state).toBe('disconnected');
      const gone = await causeway.api(connectors.catalogue, { params });
      expect(gone).toEqual({ toolStates: [] });
      const on = await causeway.api(connectors.connectAccount, { params: accountParams });
      expect(on.account.state).toBe('connected');
      await causeway.api(connectors.remove, { params });
      expect(await all()).toEqual([]);
    },
  );
});

describe('what is not a server of MCP', () => {
  const listening = async (made: ReturnType<typeof createTcpServer>, scheme: string) => {
    const sockets = new Set<{ destroy(): void }>();
    made.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
    closing.push(() => {
      for (const socket of sockets) socket.destroy();
      made.close();
    });
    return `${scheme}://127.0.0.1:${(made.address() as AddressInfo).port}/mcp`;
  };
  const hostile = async (fault: Parameters<typeof startHostile>[0]['fault']) => {
    const started = await startHostile({ era: 'modern', fault, on: ['*'] });
    closing.push(started.close);
    return started.url;
  };
  const dead = async () => {
    const url = await listening(createTcpServer(), 'http');
    await closing.pop()?.();
    return url;
  };
  test.each<[string, () => Promise<string> | string, string]>([
    ['no address at all', () => 'one two', 'url_invalid'],
    ['ftp', () => 'ftp://example.com/mcp', 'url_scheme'],
    ['credentials in the URL', () => 'https://u:p@example.com/mcp', 'url_has_credentials'],
    ['a fragment', () => 'https://example.com/mcp#top', 'url_has_fragment'],
    ['an HTML page', () => hostile({ kind: 'html' }), 'upstream_not_mcp'],
    ['a 404', () => hostile({ kind: 'status', status: 404 }), 'upstream_not_found'],
    ['a dead port', dead, 'connection_refused'],
    ['a TLS error', () => listening(createTlsServer({}), 'https'), 'tls_'],
    [
      'no TLS where TLS is expected',
      () =>
        listening(
          createTcpServer((s) => s.end('HTTP/1.1 200 OK\r\n\r\n')),
          'https',
        ),
      'tls_',
    ],
    ['a blocked address', () => 'http://169.254.169.254/latest/meta-data', 'address_blocked'],
    ['another private address', () => 'https://10.1.2.3/mcp', 'address_blocked'],
  ])('%s: its own code, a sentence, a fix, in time, nothing saved', async (_, make, code) => {
    const url = await make();
    const start = performance.now();
    const error = await thrown(add(url));
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(error.code).toContain(code);
    expect(error.message).toMatch(/\.$/);
    expect(error.fix).toBeTruthy();
    const end = (await probe(url)).at(-1);
    expect(end).toMatchObject({ kind: 'failed', problem: { code: expect.stringContaining(code) } });
    expect(await all()).toEqual([]);
  });

  test('a server that hangs is given up in under 15 s, and hurts no other meanwhile', async () => {
    const url = await hostile({ kind: 'hang' });
    const good = await server({ era: 'dual' });
    const start = performance.now();
    const failing = thrown(add(url));
    const quick = await add(good.url);
    expect(performance.now() - start).toBeLessThan(4000);
    const error = await failing;
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(error.code).toMatch(/timeout/);
    expect(error.fix).toBeTruthy();
    await causeway.api(connectors.remove, { params: { connectorId: quick.connector.id } });
    expect(await all()).toEqual([]);
  }, 40_000);
});

describe('sign-ins', () => {
  const auth = { header: 'X-API-Key', value: 'k-123' };
  const headers = (value: string) => ({ kind: 'headers', headers: [{ name: 'X-API-Key', value }] });

  test('an API key: asked for, refused, taken, sent to its URL alone, forgotten when the URL changes', async () => {
    const wanted = await server({ era: 'dual', auth });
    const found = (await probe(wanted.url)).at(-1);
    expect(found).toMatchObject({ kind: 'found', found: { signInReason: expect.any(String) } });
    expect((await thrown(add(wanted.url))).code).toBe('sign_in_needed');
    expect((await thrown(add(wanted.url, { signIn: headers('wrong') }))).code).toBe('sign_in_refused');
    const { connector } = await add(wanted.url, { signIn: headers('k-123') });
    expect(connector.accounts[0]).toMatchObject({ state: 'connected', identity: 'X-API-Key' });
    expect(JSON.stringify(await all())).not.toContain('k-123');

    const elsewhere = await server({ era: 'dual' });
    const params = { connectorId: connector.id };
    const edited = await causeway.api(connectors.edit, { params, body: { url: elsewhere.url } });
    expect(edited.warnings.map(({ code }) => code)).toEqual(['accounts_detached']);
    expect(edited.connector).toMatchObject({ health: { state: 'sign-in-needed' } });
    const accountParams = { ...params, accountId: connector.accounts[0]?.id ?? '' };
    await causeway.api(connectors.connectAccount, { params: accountParams });
    const { account } = await causeway.api(connectors.editAccount, {
      params: accountParams,
      body: { signIn: { kind: 'none' } },
    });
    expect(account.state).toBe('connected');
    expect(elsewhere.calls.length).toBeGreaterThan(0);
    for (const call of elsewhere.calls) expect(call.headers['x-api-key']).toBeUndefined();
    await causeway.api(connectors.remove, { params });
  });

  test('two labelled accounts see what each may see', async () => {
    const wanted = await server({
      era: 'modern',
      auth: { header: 'Authorization', value: `Basic ${Buffer.from('anna:pw').toString('base64')}` },
    });
    const basic = (username: string) => ({ kind: 'basic' as const, username, password: 'pw' });
    const { connector } = await add(wanted.url, { signIn: basic('anna'), accountLabel: 'Home' });
    const params = { connectorId: connector.id };
    const refused = causeway.api(connectors.addAccount, {
      params,
      body: { label: 'Work', signIn: basic('ben') },
    });
    expect((await thrown(refused)).code).toBe('sign_in_refused');
    const { account } = await causeway.api(connectors.addAccount, {
      params,
      body: { label: 'Work', signIn: basic('anna') },
    });
    expect(account).toMatchObject({ label: 'Work', identity: 'anna', isDefault: false, state: 'connected' });
    const { connector: both } = await causeway.api(connectors.get, { params });
    expect(both.accounts.map(({ label }) => label)).toEqual(['Home', 'Work']);
    await causeway.api(connectors.removeAccount, { params: { ...params, accountId: account.id } });
    await causeway.api(connectors.remove, { params });
  });
});

test('the catalogue follows list changes while a page is open', async () => {
  const changing = await server({ era: 'dual' });
  const { connector } = await add(changing.url);
  const params = { connectorId: connector.id };
  const names = async () => {
    const { catalogue } = await causeway.api(connectors.catalogue, { params });
    return catalogue?.tools.map(({ name }) => name) ?? [];
  };
  expect(await names()).not.toContain('brand_new');
  await vi.waitFor(() => expect(changing.count('subscriptions/listen')).toBeGreaterThan(0), {
    timeout: 5000,
  });
  changing.changeTools((tools) => [...tools, { name: 'brand_new' }]);
  await vi.waitFor(async () => expect(await names()).toContain('brand_new'), {
    timeout: 15_000,
    interval: 200,
  });
  await causeway.api(connectors.remove, { params });
}, 40_000);

test('a connector whose server died can be renamed, edited and removed', async () => {
  const dying = await server({ era: '2025-11-25' });
  const { connector } = await add(dying.url);
  await closing.pop()?.();
  const params = { connectorId: connector.id };
  const refreshed = await causeway.api(connectors.refresh, { params, body: {} });
  expect(refreshed.connector.health).toMatchObject({
    state: 'not-reachable',
    problem: { code: expect.any(String) },
  });
  const renamed = await causeway.api(connectors.edit, { params, body: { name: 'Ghost', slug: 'ghost' } });
  expect(renamed.connector).toMatchObject({ name: 'Ghost', slug: 'ghost' });
  const start = performance.now();
  await causeway.api(connectors.remove, { params });
  expect(performance.now() - start).toBeLessThan(2000);
  expect(await all()).toEqual([]);
});

test('another person sees and changes none of it', async () => {
  const { url } = await server({ era: 'dual' });
  const { connector } = await add(url);
  const ben = await causeway.addPerson('Ben');
  expect((await ben.api(connectors.list)).connectors).toEqual([]);
  const params = { connectorId: connector.id };
  const tries = [
    () => ben.api(connectors.get, { params }),
    () => ben.api(connectors.catalogue, { params }),
    () => ben.api(connectors.edit, { params, body: { name: 'Mine' } }),
    () => ben.api(connectors.remove, { params }),
  ];
  for (const attempt of tries) {
    expect(await thrown(attempt())).toMatchObject({ status: 404, code: 'connector_not_found' });
  }
  await causeway.api(connectors.remove, { params });
});

test('the example server starts from the empty state and connects', async () => {
  const example = await causeway.api(api.example.start);
  const { connector } = await add(example.url, { name: example.suggestedName });
  expect(connector.counts?.tools).toBeGreaterThan(3);
  expect(await causeway.api(api.example.start)).toEqual(example);
  await causeway.api(connectors.remove, { params: { connectorId: connector.id } });
});
