// Servers that break, hang or attack: bounded time, a true message, nothing done twice.
import { afterEach, describe, expect, test } from 'vitest';
import { type Fault, type HostileSpec, startHostile } from '#test/servers/hostile.ts';
import type { RunningServer, ServerSpec } from '#test/servers/spec.ts';
import { fullOffer, startServer } from '#test/servers/start-server.ts';
import { eventually, makeUpstreams, targetOf } from '#test/servers/upstreams.ts';
import type { UpstreamLimits } from './limits.ts';
import type { UpstreamConnection, UpstreamRequestOptions } from './upstream.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function opened(
  server: RunningServer,
  limits: Partial<UpstreamLimits> = {},
): Promise<UpstreamConnection> {
  const upstreams = makeUpstreams(limits);
  closing.push(server.close, () => upstreams.closeAll());
  return await upstreams.open(targetOf(server.url));
}
const hostile = async (spec: HostileSpec, limits: Partial<UpstreamLimits> = {}) => {
  const server = await startHostile(spec);
  return { server, connection: await opened(server, limits) };
};
const honest = async (spec: ServerSpec, limits: Partial<UpstreamLimits> = {}) => {
  const server = await startServer({ ...fullOffer, ...spec });
  return { server, connection: await opened(server, limits) };
};
const call = (
  connection: UpstreamConnection,
  name = 'echo',
  args = {},
  options: UpstreamRequestOptions = {},
) => connection.request({ method: 'tools/call', params: { name, arguments: args } }, options);

const eras = ['modern', 'legacy'] as const;

interface FaultRow {
  title: string;
  fault: Fault;
  code: string;
  outcome: 'not-sent' | 'error' | 'unknown';
  details?: Record<string, unknown>;
}
const json = (body: string): Fault => ({ kind: 'body', type: 'application/json', body });
const rows: FaultRow[] = [
  { title: 'R01: a reset', fault: { kind: 'reset' }, code: 'connection_lost', outcome: 'unknown' },
  {
    title: 'R03: 500',
    fault: { kind: 'status', status: 500 },
    code: 'upstream_http_status',
    outcome: 'unknown',
  },
  {
    title: 'R03: 502',
    fault: { kind: 'status', status: 502 },
    code: 'upstream_unavailable',
    outcome: 'unknown',
  },
  {
    title: 'R03: 503 with Retry-After',
    fault: { kind: 'status', status: 503, headers: { 'retry-after': '17' }, body: 'x'.repeat(5000) },
    code: 'upstream_unavailable',
    outcome: 'unknown',
    details: { retryAfter: '17' },
  },
  {
    title: 'R03: 429 with Retry-After',
    fault: { kind: 'status', status: 429, headers: { 'retry-after': '17' } },
    code: 'upstream_rate_limited',
    outcome: 'not-sent',
    details: { retryAfter: '17' },
  },
  {
    title: 'R03: a captive portal with 200',
    fault: { kind: 'html' },
    code: 'upstream_not_mcp',
    outcome: 'error',
  },
  {
    title: 'R04: invalid JSON',
    fault: json('{"jsonrpc":"2.0",'),
    code: 'upstream_garbage',
    outcome: 'unknown',
  },
  { title: 'R04: not an object', fault: json('42'), code: 'upstream_garbage', outcome: 'unknown' },
  { title: 'R04: an empty answer', fault: json(''), code: 'upstream_garbage', outcome: 'unknown' },
  { title: 'R04: another id', fault: { kind: 'wrong-id' }, code: 'upstream_garbage', outcome: 'unknown' },
  {
    title: 'R04: result and error',
    fault: { kind: 'result-and-error' },
    code: 'upstream_garbage',
    outcome: 'unknown',
  },
  { title: 'R04: neither', fault: { kind: 'neither' }, code: 'upstream_garbage', outcome: 'unknown' },
  {
    title: 'R04: an unknown resultType',
    fault: { kind: 'result', result: { resultType: 'surprise', content: [] } },
    code: 'upstream_garbage',
    outcome: 'unknown',
  },
  {
    title: 'R04: JSON-RPC of another version',
    fault: json('{"jsonrpc":"1.0","id":3,"result":{}}'),
    code: 'upstream_garbage',
    outcome: 'unknown',
  },
  {
    title: 'a key twice, which two readers would read differently',
    fault: json('{"jsonrpc":"2.0","id":3,"result":{"content":[]},"result":{"isError":true}}'),
    code: 'upstream_garbage',
    outcome: 'unknown',
  },
  {
    title: 'S05: a redirect',
    fault: { kind: 'redirect', status: 307, to: 'http://127.0.0.2:9/mcp' },
    code: 'redirect_refused',
    outcome: 'error',
  },
  { title: '403', fault: { kind: 'status', status: 403 }, code: 'upstream_forbidden', outcome: 'not-sent' },
  {
    title: '403 for scopes',
    fault: {
      kind: 'status',
      status: 403,
      headers: { 'www-authenticate': 'Bearer error="insufficient_scope", scope="write"' },
    },
    code: 'upstream_insufficient_scope',
    outcome: 'not-sent',
    details: { challenge: 'Bearer error="insufficient_scope", scope="write"' },
  },
  {
    title: '401 for ever',
    fault: {
      kind: 'status',
      status: 401,
      headers: { 'www-authenticate': 'Bearer resource_metadata="https://x.example/p"' },
    },
    code: 'upstream_sign_in_required',
    outcome: 'not-sent',
    details: { challenge: 'Bearer resource_metadata="https://x.example/p"' },
  },
  {
    title: 'a JSON-RPC error with its data',
    fault: {
      kind: 'error',
      error: { code: -32602, message: 'no such ship', data: { ship: 'argo' } },
      status: 400,
    },
    code: 'upstream_error',
    outcome: 'error',
    details: { rpcError: { code: -32602, message: 'no such ship', data: { ship: 'argo' } } },
  },
  {
    title: 'X03: 300 MB of JSON',
    fault: { kind: 'huge', bytes: 300e6 },
    code: 'response_too_large',
    outcome: 'unknown',
  },
  {
    title: 'X04: a gzip bomb',
    fault: { kind: 'gzip-bomb', bytes: 30e6 },
    code: 'response_too_large',
    outcome: 'unknown',
  },
  {
    title: 'X04: fifty layers of packing',
    fault: {
      kind: 'status',
      status: 200,
      headers: { 'content-encoding': Array(50).fill('gzip').join(', ') },
      body: 'x',
    },
    code: 'encoding_not_supported',
    outcome: 'unknown',
  },
  {
    title: 'X05: a result nested 100,000 deep',
    fault: { kind: 'deep', depth: 100_000 },
    code: 'upstream_garbage',
    outcome: 'unknown',
  },
];

describe.each(eras)('a %s server that fails', (era) => {
  test.each(rows)('$title', async ({ fault, code, outcome, details = {} }) => {
    const { server, connection } = await hostile({ era, fault });
    const before = performance.now();
    const error = await call(connection).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, details: { outcome, ...details } });
    expect((error as Error).message.length).toBeLessThan(500);
    // Errors are told at once, not after a time-out, and the call is not made again.
    expect(performance.now() - before).toBeLessThan(3_000);
    expect(server.count('tools/call')).toBe(1);
  });

  test('X01, R02: silence ends the call, and the slot is free again', async () => {
    const { server, connection } = await hostile({ era, fault: { kind: 'hang' }, times: 1 });
    await expect(call(connection, 'echo', {}, { idleMilliseconds: 100 })).rejects.toMatchObject({
      code: 'upstream_timeout',
      details: { outcome: 'unknown' },
    });
    await eventually(() => server.calls.find(({ method }) => method === 'tools/call')?.closed === true);
    expect(await call(connection)).toMatchObject({ content: [{ text: 'fine' }] });
  });

  test('X01: one byte now and then is silence too', async () => {
    const { connection } = await hostile({ era, fault: { kind: 'drip', milliseconds: 20 } });
    await expect(call(connection, 'echo', {}, { totalMilliseconds: 300 })).rejects.toMatchObject({
      code: 'upstream_timeout',
    });
  });

  test('X02: an event line without end is cut', async () => {
    const { connection } = await hostile({ era, fault: { kind: 'sse-line', bytes: 20e6 } });
    const error = await call(connection).catch((thrown: unknown) => thrown);
    expect(['stream_line_too_long', 'upstream_garbage']).toContain((error as { code?: string }).code);
  });

  test('X02: comments without end are cut', async () => {
    const { connection } = await hostile({ era, fault: { kind: 'sse-comments' } });
    const error = await call(connection).catch((thrown: unknown) => thrown);
    expect(['response_too_large', 'stream_too_many_events', 'upstream_garbage']).toContain(
      (error as { code?: string }).code,
    );
  });

  test('X06: a flood of progress is cut, and what was in time is told in order', async () => {
    const { connection } = await hostile({ era, fault: { kind: 'sse-events', count: 30_000 } });
    const heard: number[] = [];
    const error = await call(
      connection,
      'echo',
      {},
      { onProgress: ({ progress }) => heard.push(progress) },
    ).catch((thrown: unknown) => thrown);
    expect(['stream_too_many_events', 'upstream_garbage']).toContain((error as { code?: string }).code);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(heard.length).toBeLessThanOrEqual(10_000);
  });

  test('X06: 5,000 notifications before the answer are no reason not to get it', async () => {
    const { connection } = await hostile({ era, fault: { kind: 'sse-events', count: 5_000 } });
    expect(await call(connection)).toMatchObject({ content: [{ text: 'fine' }] });
  });

  test.each(['end', 'reset'] as const)(
    'R05: a stream that ends by %s without event ids is lost, once',
    async (how) => {
      const { server, connection } = await hostile({ era, fault: { kind: 'cut', events: 2, how } });
      const error = await call(connection).catch((thrown: unknown) => thrown);
      expect(['upstream_cut', 'connection_lost']).toContain((error as { code?: string }).code);
      expect(error).toMatchObject({ details: { outcome: 'unknown' } });
      expect(server.count('tools/call')).toBe(1);
    },
  );

  test('the first of two answers counts', async () => {
    const { connection } = await hostile({ era, fault: { kind: 'answers-twice' } });
    expect(await call(connection)).toMatchObject({ content: [{ text: 'first' }] });
    expect(await call(connection)).toMatchObject({ content: [{ text: 'first' }] });
  });

  test('R28: after a hang, the next call gets its own answer and not a late one', async () => {
    const { connection } = await hostile({ era, fault: { kind: 'late', milliseconds: 150 }, times: 1 });
    await expect(call(connection, 'echo', {}, { idleMilliseconds: 50 })).rejects.toMatchObject({
      code: 'upstream_timeout',
    });
    expect(await call(connection)).toMatchObject({ content: [{ text: 'fine' }] });
  });

  test.each([
    ['same', 'repeats the same page'],
    ['new', 'more than 100 pages'],
  ] as const)('X07: pages without end, %s cursor', async (cursor, note) => {
    const { server, connection } = await hostile({
      era,
      fault: { kind: 'pages', cursor },
      on: ['tools/list'],
    });
    const catalogue = await connection.list();
    expect(catalogue.notes.tools).toContain(note);
    expect(server.count('tools/list')).toBeLessThanOrEqual(100);
    expect(catalogue.tools.length).toBeGreaterThan(0);
  });

  test('X07: 100,000 tools and large definitions are cut, and the list says so', async () => {
    const tools = Array.from({ length: 100_000 }, (_, n) => ({
      name: `t${n}`,
      inputSchema: { type: 'object' },
    }));
    const many = await hostile({ era, fault: { kind: 'result', result: { tools } }, on: ['tools/list'] });
    const listed = await many.connection.list();
    expect(listed.tools).toHaveLength(1_000);
    expect(listed.notes.tools).toContain('more than 1000');
    const big = Array.from({ length: 8 }, (_, n) => ({ name: `b${n}`, description: 'x'.repeat(1 << 20) }));
    const large = await hostile({
      era,
      fault: { kind: 'result', result: { tools: big } },
      on: ['tools/list'],
    });
    const cut = await large.connection.list();
    expect(cut.tools).toHaveLength(3);
    expect(cut.notes.tools).toContain('larger than');
  });

  test('a catalogue survives definitions of odd shapes', async () => {
    const tools = [
      { name: 'good', inputSchema: { type: 'object' }, 'x-kept': 1 },
      { name: 'odd', inputSchema: { type: 'object' }, icons: 'none', annotations: 7, title: ['no'] },
      { name: 'good', inputSchema: { type: 'object' } },
      { inputSchema: {} },
      null,
      'text',
      { name: '__proto__', inputSchema: { type: 'object' } },
    ];
    const { connection } = await hostile({
      era,
      fault: { kind: 'result', result: { tools } },
      on: ['tools/list'],
    });
    const catalogue = await connection.list();
    expect(catalogue.tools).toEqual([
      tools[0],
      { name: 'odd', inputSchema: { type: 'object' } },
      { name: '__proto__', inputSchema: { type: 'object' } },
    ]);
    expect(catalogue.notes.tools).toContain('2 tools were left out');
  });
});

describe('sessions', () => {
  test('R06: a lost session is opened again once for eight callers, and each is answered', async () => {
    const { server, connection } = await honest({ era: '2025-11-25' });
    server.loseSessions();
    const before = server.count('initialize');
    const answers = await Promise.all(Array.from({ length: 8 }, (_, n) => call(connection, 'echo', { n })));
    expect(answers.map(({ content }) => content)).toEqual(
      Array.from({ length: 8 }, (_, n) => [{ type: 'text', text: JSON.stringify({ n }) }]),
    );
    expect(server.count('initialize') - before).toBe(1);
    const again = server.calls.filter(({ method }) => method === 'initialize').at(-1);
    expect(again?.headers['mcp-session-id']).toBeUndefined();
  });

  test('R06: a server that loses each session at once is not asked for ever', async () => {
    const { server, connection } = await honest({ era: '2025-11-25' });
    const stop = setInterval(() => server.loseSessions(), 0);
    const results = await Promise.allSettled(Array.from({ length: 3 }, () => call(connection)));
    clearInterval(stop);
    expect(results).toHaveLength(3);
    expect(server.count('tools/call')).toBeLessThanOrEqual(6);
  });

  test('R05: a cut stream with event ids is taken up again, without an event twice', async () => {
    const { server, connection } = await honest({ era: '2025-11-25', resumable: true });
    const heard: number[] = [];
    const running = call(
      connection,
      'slow',
      { steps: 10, milliseconds: 40 },
      { onProgress: ({ progress }) => heard.push(progress) },
    );
    await eventually(() => heard.length >= 3);
    server.cutConnections();
    expect(await running).toMatchObject({ content: [{ text: 'done 10' }] });
    expect(heard).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(server.count('tools/call')).toBe(1);
    expect(server.calls.some(({ headers }) => headers['last-event-id'] !== undefined)).toBe(true);
  });

  test('R05: a broken HTTP+SSE stream ends the calls on it as unknown, and the next call opens another', async () => {
    const { server, connection } = await honest({ era: '2024-11-05' });
    const running = call(connection, 'slow', { steps: 100 });
    await eventually(() => server.count('tools/call') === 1);
    server.cutConnections();
    await expect(running).rejects.toMatchObject({ details: { outcome: 'unknown' } });
    expect(await call(connection, 'echo', { n: 1 })).toMatchObject({ content: [{ text: '{"n":1}' }] });
    // One when it was found out what the server speaks, one on the first stream, one on the second.
    expect(server.count('initialize')).toBe(3);
  });
});

describe('isolation', () => {
  test.each(['modern', '2025-11-25', '2024-11-05'] as const)(
    'T03: 100 calls at once to a %s server each get their own answer',
    async (era) => {
      const { connection } = await honest({ era });
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, n) => call(connection, 'echo', { n })),
      );
      expect(answers.map(({ content }) => content)).toEqual(
        Array.from({ length: 100 }, (_, n) => [{ type: 'text', text: JSON.stringify({ n }) }]),
      );
    },
  );

  test.each(['modern', '2025-11-25', '2024-11-05'] as const)(
    'T04: calls aborted at random moments leave a %s connection intact',
    async (era) => {
      const { connection } = await honest({ era });
      for (let round = 0; round < 15; round++) {
        await Promise.all(
          Array.from({ length: 8 }, async (_, n) => {
            const stop = new AbortController();
            setTimeout(() => stop.abort(), Math.random() * 15);
            await call(connection, 'slow', { steps: 2, milliseconds: 5, n }, { signal: stop.signal }).catch(
              () => {},
            );
          }),
        );
        expect(await call(connection, 'echo', { round })).toMatchObject({
          content: [{ text: JSON.stringify({ round }) }],
        });
      }
    },
  );

  test('R30: a server that hangs hurts no other', async () => {
    const hanging = await startHostile({ era: 'modern', fault: { kind: 'hang' }, on: ['*'] });
    const upstreams = makeUpstreams();
    const good = await startServer({ era: 'modern', ...fullOffer });
    closing.push(hanging.close, good.close, () => upstreams.closeAll());
    const stuck = upstreams.open(targetOf(hanging.url)).catch((error: unknown) => error);
    const before = performance.now();
    const connection = await upstreams.open(targetOf(good.url));
    await call(connection);
    expect(performance.now() - before).toBeLessThan(2_000);
    await upstreams.forget(hanging.url);
    expect(await stuck).toMatchObject({ details: { outcome: 'not-sent' } });
  });

  test('one connection serves all who ask with one key, and another key has its own', async () => {
    const server = await startServer({ era: '2025-11-25', ...fullOffer });
    const upstreams = makeUpstreams();
    closing.push(server.close, () => upstreams.closeAll());
    const [one, two] = await Promise.all([
      upstreams.open(targetOf(server.url, { key: 'ada' })),
      upstreams.open(targetOf(server.url, { key: 'ada' })),
    ]);
    expect(one).toBe(two);
    expect(await upstreams.open(targetOf(server.url, { key: 'bea' }))).not.toBe(one);
    expect(server.sessions()).toHaveLength(2);
    await upstreams.forget('ada');
    await eventually(() => server.sessions().length === 1);
    expect(await upstreams.open(targetOf(server.url, { key: 'ada' }))).not.toBe(one);
  });
});

test('R03: after five failures the server is left alone for a while, then tried once', async () => {
  const server = await startHostile({
    era: 'modern',
    fault: { kind: 'status', status: 503 },
    on: ['*'],
    times: 6,
  });
  let now = 1_000_000;
  const upstreams = makeUpstreams({}, { clock: { now: () => now } });
  closing.push(server.close, () => upstreams.closeAll());
  const open = () => upstreams.open(targetOf(server.url));
  for (let n = 0; n < 5; n++) await expect(open()).rejects.toMatchObject({ code: 'upstream_unavailable' });
  await expect(open()).rejects.toMatchObject({ code: 'upstream_paused', details: { outcome: 'not-sent' } });
  expect(server.calls).toHaveLength(5);
  now += 11_000;
  await expect(open()).rejects.toMatchObject({ code: 'upstream_unavailable' });
  await expect(open()).rejects.toMatchObject({ code: 'upstream_paused' });
  now += 11_000;
  expect((await open()).server.era).toBe('modern');
});

test('R11, X06: a storm of list changes is told at most once in a while, and the last one is told', async () => {
  const server = await startServer({ era: 'modern', ...fullOffer });
  const connection = await opened(server, { changeMilliseconds: 200 });
  const heard: number[] = [];
  closing.push(async () => connection.watch({}, () => {})());
  const stop = connection.watch({}, () => heard.push(performance.now()));
  await eventually(() => {
    server.changeTools((tools) => tools);
    return heard.length > 0;
  });
  const before = heard.length;
  for (let n = 0; n < 1_000; n++) server.changeTools((tools) => tools);
  await eventually(() => heard.length > before);
  expect(heard.length - before).toBeLessThanOrEqual(3);
  stop();
});
