// The gateway from outside: bodies, headers, paths and ids that try to get past the gate or to other people.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '#shared/contract/api.ts';
import type { JsonObject } from '#shared/json.ts';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';
import type { RunningServer } from '#test/servers/spec.ts';
import { fullOffer, startServer } from '#test/servers/start-server.ts';

let causeway: TestCauseway;
let server: RunningServer;
let token: string;
let path: string;
let connectorId: string;

beforeAll(async () => {
  server = await startServer({ ...fullOffer, era: 'dual' });
  causeway = await startCauseway();
  const { connector } = await causeway.api(api.connectors.add, {
    body: { name: 'Harbour', url: server.url, signIn: { kind: 'none' } },
  });
  connectorId = connector.id;
  for (const tool of ['echo', 'fail'])
    await causeway.api(api.connectors.setPermission, {
      params: { connectorId },
      body: { target: { kind: 'tool', tool }, permission: tool === 'echo' ? 'allow' : 'block' },
    });
  token = await causeway.token(['call']);
  const { projects } = await causeway.api(api.people.session);
  path = `/mcp/${projects[0]?.slug}/${connector.slug}`;
}, 60_000);
afterAll(async () => {
  await causeway?.close();
  await server?.close();
});

const accept = 'application/json, text/event-stream';
const toolCalls = () => server.count('tools/call');

async function post(body: unknown, headers: Record<string, string> = {}, to = path): Promise<Response> {
  return fetch(new URL(to, causeway.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}`, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function rpcOf(response: Response): Promise<JsonObject> {
  const text = await response.text();
  const data = /^data: (.*)$/m.exec(text)?.[1];
  return JSON.parse(data ?? text) as JsonObject;
}

async function openSession(protocolVersion: string, as = token): Promise<string> {
  const response = await post(
    {
      jsonrpc: '2.0',
      id: 0,
      method: 'initialize',
      params: { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } },
    },
    { authorization: `Bearer ${as}` },
  );
  expect(response.status).toBe(200);
  return response.headers.get('mcp-session-id') ?? '';
}

const callOf = (name: string, id: number | string = 1, text = 'hello') => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: { text } },
});
const modernCall = (name: string, id: number | string = 1, text = 'hello') => ({
  ...callOf(name, id, text),
  params: {
    ...callOf(name, id, text).params,
    _meta: {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    },
  },
});
const modernHeaders = (name: string): Record<string, string> => ({
  'mcp-protocol-version': '2026-07-28',
  'mcp-method': 'tools/call',
  'mcp-name': name,
});
const textOf = (message: JsonObject): unknown =>
  ((message.result as JsonObject | undefined)?.content as JsonObject[] | undefined)?.[0]?.text;

test('P02: batches are refused from 2025-06-18 on, nested and huge ones always, and nothing is called', async () => {
  const before = toolCalls();
  for (const version of ['2025-06-18', '2025-11-25']) {
    const session = await openSession(version);
    const batch = [callOf('echo', 1), callOf('fail', 2)];
    expect((await post(batch, { 'mcp-session-id': session })).status).toBe(400);
  }
  const old = { 'mcp-session-id': await openSession('2025-03-26') };
  expect((await post([], old)).status).toBe(400);
  expect(
    (
      await post(
        Array.from({ length: 10_000 }, (_, id) => callOf('echo', id)),
        old,
      )
    ).status,
  ).toBe(400);
  expect((await post([modernCall('echo')], modernHeaders('echo'))).status).toBe(400);
  const nested = (await (await post([[callOf('echo')]], old)).json()) as JsonObject[];
  expect(nested).toEqual([expect.objectContaining({ error: expect.objectContaining({ code: -32600 }) })]);
  expect(toolCalls()).toBe(before);
});

test('P02: each item of a batch of 2025-03-26 is judged by itself', async () => {
  const before = toolCalls();
  const session = await openSession('2025-03-26');
  const response = await post([callOf('echo', 'a'), callOf('fail', 2)], {
    'mcp-session-id': session,
    accept: 'application/json',
  });
  const answers = (await response.json()) as JsonObject[];
  expect(textOf(answers.find(({ id }) => id === 'a') ?? {})).toBe('{"text":"hello"}');
  expect(JSON.stringify(answers.find(({ id }) => id === 2))).not.toContain('it did not work');
  expect(toolCalls()).toBe(before + 1);
});

test('P03: headers that say something else than the body are refused, and the body alone decides', async () => {
  const before = toolCalls();
  const base64 = (text: string): string => `=?base64?${Buffer.from(text).toString('base64')}?=`;
  const headers: Record<string, string>[] = [
    modernHeaders('echo'),
    modernHeaders(base64('echo')),
    modernHeaders('echo, fail'),
    modernHeaders('=?base64?!!!?='),
    { ...modernHeaders('fail'), 'mcp-method': 'tools/list' },
    { ...modernHeaders('fail'), 'mcp-protocol-version': '2025-11-25' },
    { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call' },
    { 'mcp-protocol-version': '2026-07-28', 'mcp-name': 'fail' },
    { 'mcp-method': 'tools/call', 'mcp-name': 'fail' },
  ];
  for (const each of headers) {
    const response = await post(modernCall('fail'), each);
    expect([each, response.status]).toEqual([each, 400]);
    expect(((await rpcOf(response)).error as JsonObject).code).toBe(-32020);
  }
  const refused = await post(modernCall('fail'), modernHeaders('fail'));
  expect(await refused.text()).not.toContain('it did not work');
  expect(toolCalls()).toBe(before);
  const allowed = await post(modernCall('echo'), modernHeaders(base64('echo')));
  expect(textOf(await rpcOf(allowed))).toBe('{"text":"hello"}');
});

test('P10: nothing but a bearer token says who asks; other places and internal headers give no identity', async () => {
  const before = toolCalls();
  const without = { authorization: '' };
  const tries: [Record<string, string>, string][] = [
    [without, path],
    [{ ...without, cookie: causeway.cookie }, path],
    [{ ...without, 'x-api-key': token }, path],
    [{ authorization: `Basic ${Buffer.from(`any:${token}`).toString('base64')}` }, path],
    [{ authorization: `Basic ${token}` }, path],
    [{ authorization: token }, path],
    [without, `${path}?access_token=${token}`],
    [{ ...without, 'x-user': causeway.person.id, 'x-forwarded-user': causeway.person.id }, path],
    [{ authorization: `Bearer ${token}, Bearer ${token}` }, path],
  ];
  for (const [headers, to] of tries) {
    const response = await post(modernCall('echo'), { ...modernHeaders('echo'), ...headers }, to);
    expect([headers, to, response.status]).toEqual([headers, to, 401]);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer resource_metadata="/);
  }
  const lower = { ...modernHeaders('fail'), authorization: `bearer ${token}`, 'x-user': 'per_other' };
  expect(await (await post(modernCall('fail'), lower)).text()).not.toContain('it did not work');
  expect(toolCalls()).toBe(before);
});

test('P10: a token without the scope to call opens nothing', async () => {
  const reading = await causeway.token(['read']);
  const headers = { ...modernHeaders('echo'), authorization: `Bearer ${reading}` };
  expect((await post(modernCall('echo'), headers)).status).toBe(401);
});

test('P11: other spellings of the path, and headers that name another, reach nothing without a token', async () => {
  const before = toolCalls();
  const rest = path.slice('/mcp'.length);
  const spellings = [
    `//mcp${rest}`,
    `/%6dcp${rest}`,
    `/mcp;x${rest}`,
    `/MCP${rest}`,
    `/api/..%2fmcp${rest}`,
    `/mcp/${rest}`,
    `${path}/../..${path}`,
    `${path}//`,
  ];
  for (const spelling of spellings) {
    const to = new URL(causeway.url).origin + spelling;
    const response = await fetch(to, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...modernHeaders('echo') },
      body: JSON.stringify(modernCall('echo')),
    });
    expect([spelling, [401, 403, 404].includes(response.status)]).toEqual([spelling, true]);
  }
  for (const name of ['x-original-url', 'x-rewrite-url', 'x-http-method-override']) {
    const response = await fetch(new URL('/health', causeway.url), { headers: { [name]: path } });
    expect(await response.json()).toEqual({ ok: true });
  }
  expect(toolCalls()).toBe(before);
});

test('T03: the same ids from many clients at once, in both eras, never cross', async () => {
  const session = await openSession('2025-11-25');
  const others = await Promise.all(Array.from({ length: 5 }, () => openSession('2025-11-25')));
  const sessions = [session, ...others];
  const rounds = Array.from({ length: 120 }, async (_, index) => {
    const text = `mine ${index}`;
    const response =
      index % 2 === 0
        ? await post(modernCall('echo', 7, text), modernHeaders('echo'))
        : await post(callOf('echo', 7, text), { 'mcp-session-id': sessions[index % sessions.length] ?? '' });
    const answer = await rpcOf(response);
    expect([answer.id, textOf(answer)]).toEqual([7, JSON.stringify({ text })]);
  });
  await Promise.all(rounds);
});

test('T04: aborted requests leave the next answers whole', async () => {
  const sessions = await Promise.all(Array.from({ length: 4 }, () => openSession('2025-11-25')));
  for (let round = 0; round < 100; round += 1) {
    const aborting = new AbortController();
    const body = JSON.stringify(callOf('echo', 1, `gone ${round}`));
    const gone = fetch(new URL(path, causeway.url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept,
        authorization: `Bearer ${token}`,
        'mcp-session-id': sessions[round % 4] ?? '',
      },
      body,
      signal: aborting.signal,
    }).catch(() => undefined);
    const kept = post(modernCall('echo', 1, `kept ${round}`), modernHeaders('echo'));
    aborting.abort();
    await gone;
    expect(textOf(await rpcOf(await kept))).toBe(JSON.stringify({ text: `kept ${round}` }));
  }
});

test('T01, T05: the session, project and connector of another person are as if they were not there', async () => {
  const ben = await causeway.addPerson('Ben');
  const bens = await ben.token(['call']);
  const before = toolCalls();
  const asBen = { authorization: `Bearer ${bens}` };
  const session = await openSession('2025-11-25');
  const foreign = await post(callOf('echo'), { ...asBen, 'mcp-session-id': session });
  const unknown = await post(callOf('echo'), { ...asBen, 'mcp-session-id': 'nobody' });
  expect(foreign.status).toBe(404);
  expect([foreign.status, await foreign.text()]).toEqual([unknown.status, await unknown.text()]);
  for (const method of ['GET', 'DELETE']) {
    const response = await fetch(new URL(path, causeway.url), {
      method,
      headers: { accept: 'text/event-stream', ...asBen, 'mcp-session-id': session },
    });
    expect(response.status).toBe(404);
  }
  const modern = await post(modernCall('echo'), { ...modernHeaders('echo'), ...asBen });
  expect(await modern.text()).not.toContain('hello');
  expect(toolCalls()).toBe(before);
  expect((await post(callOf('echo', 2), { 'mcp-session-id': session })).status).toBe(200);
});

test('T05: a session belongs to one client, also of the same person', async () => {
  const session = await openSession('2025-11-25');
  const other = await causeway.token(['call']);
  const headers = { authorization: `Bearer ${other}`, 'mcp-session-id': session };
  expect((await post(callOf('echo'), headers)).status).toBe(404);
});

test('T05: a forged requestState is refused', async () => {
  const before = toolCalls();
  for (const requestState of ['x', 'v1:a:b:c', '', 7]) {
    const call = modernCall('echo');
    const forged = { ...call, params: { ...call.params, requestState, inputResponses: {} } };
    const answer = await rpcOf(await post(forged, modernHeaders('echo')));
    expect((answer.error as JsonObject).code).toBe(-32602);
  }
  expect(toolCalls()).toBe(before);
});

test('X09: a body over 4 MiB is refused, told or not', async () => {
  const huge = JSON.stringify(callOf('echo', 1, 'x'.repeat(4 * 1024 * 1024)));
  expect((await post(huge)).status).toBe(413);
  const chunked = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(huge));
      controller.close();
    },
  });
  const response = await fetch(new URL(path, causeway.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${token}` },
    body: chunked,
    duplex: 'half',
  } as RequestInit);
  expect(response.status).toBe(413);
});

test('F01: odd bodies are answered without a 5xx, and the door stays open', async () => {
  const session = await openSession('2025-11-25');
  const ids = [null, 1.5, true, {}, [], '', -1, 2 ** 60, 'x'.repeat(1000), undefined];
  const methods = ['tools/call', 'tools/list', '__proto__', 'constructor', '', 'server/discover', 7, null];
  const params = [undefined, null, [], 'x', {}, { name: {} }, { name: '__proto__' }, { _meta: [] }];
  let number = 0;
  for (const id of ids)
    for (const method of methods)
      for (const param of params) {
        number += 1;
        const headers = number % 2 === 0 ? { 'mcp-session-id': session } : modernHeaders('echo');
        const body = { jsonrpc: number % 7 === 0 ? '1.0' : '2.0', id, method, params: param };
        const response = await post(body, headers);
        const text = await response.text();
        expect([body, response.status < 500]).toEqual([body, true]);
        expect(text).not.toMatch(/\.ts:\d+/);
      }
  for (const body of ['', '{', '"x"', 'null', '1', '[null]', '\u0000', '{"jsonrpc":"2.0"}'])
    expect((await post(body, { 'mcp-session-id': session })).status).toBeLessThan(500);
  expect((await post(callOf('echo'), { 'mcp-session-id': session })).status).toBe(200);
});

test('G13: what a revoked access token holds open ends by itself, on both eras', async () => {
  const { token: made, secret } = await causeway.api(api.people.createToken, {
    body: { name: 'stream', scopes: ['call'] },
  });
  const session = await openSession('2025-11-25', secret);
  const get = await fetch(new URL(path, causeway.url), {
    headers: { accept: 'text/event-stream', authorization: `Bearer ${secret}`, 'mcp-session-id': session },
  });
  const listen = await post(
    {
      jsonrpc: '2.0',
      id: 1,
      method: 'subscriptions/listen',
      params: {
        notifications: { toolsListChanged: true },
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    },
    {
      authorization: `Bearer ${secret}`,
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': 'subscriptions/listen',
    },
  );
  expect([get.status, listen.status]).toEqual([200, 200]);
  await causeway.api(api.people.revokeToken, { params: { tokenId: made.id } });
  // Both bodies end: the reads resolve.
  const [, said] = await Promise.all([get.text(), listen.text()]);
  expect(said).toContain('"resultType":"complete"');
  const after = await post(
    { jsonrpc: '2.0', id: 2, method: 'ping' },
    { authorization: `Bearer ${secret}`, 'mcp-session-id': session },
  );
  expect(after.status).toBe(401);
});
