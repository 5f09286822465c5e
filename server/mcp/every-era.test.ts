// Every revision and transport through the one interface, against servers made with the official SDKs.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEverything } from '#test/servers/everything.ts';
import type { RunningServer, ServerSpec } from '#test/servers/spec.ts';
import { fullOffer, startServer } from '#test/servers/start-server.ts';
import { eventually, makeUpstreams, targetOf } from '#test/servers/upstreams.ts';
import type { UpstreamChange, UpstreamConnection, Upstreams } from './upstream.ts';

/** A test for servers that can do it; the others have none. */
const given = (can: boolean) => (can ? test : (_title: string, _run: () => Promise<void>) => {});

interface Row {
  name: string;
  spec: ServerSpec;
  revision: string;
  era: 'modern' | 'legacy';
  transport: 'streamable-http' | 'http+sse';
}
const row = (
  name: string,
  spec: Omit<ServerSpec, 'era'> & { era: ServerSpec['era'] },
  revision: string,
): Row => ({
  name,
  spec: { ...fullOffer, ...spec },
  revision,
  era: revision === '2026-07-28' ? 'modern' : 'legacy',
  transport: spec.era === '2024-11-05' ? 'http+sse' : 'streamable-http',
});

const rows: Row[] = [
  row('2026-07-28 only', { era: 'modern' }, '2026-07-28'),
  row('both eras', { era: 'dual' }, '2026-07-28'),
  row('2025-11-25', { era: '2025-11-25' }, '2025-11-25'),
  row('2025-11-25, resumable', { era: '2025-11-25', resumable: true }, '2025-11-25'),
  row('2025-06-18', { era: '2025-06-18' }, '2025-06-18'),
  row('2025-06-18, JSON answers', { era: '2025-06-18', json: true }, '2025-06-18'),
  row('2025-03-26', { era: '2025-03-26' }, '2025-03-26'),
  row('2025-03-26, without sessions', { era: '2025-03-26', stateless: true }, '2025-03-26'),
  row('2024-11-05 over HTTP+SSE', { era: '2024-11-05' }, '2024-11-05'),
];

describe.each(rows)('$name', ({ spec, revision, era, transport }) => {
  let server: RunningServer;
  let upstreams: Upstreams;
  let connection: UpstreamConnection;
  const streams = !spec.json;
  const keeps = streams && !spec.stateless;

  beforeAll(async () => {
    server = await startServer(spec);
    upstreams = makeUpstreams();
    connection = await upstreams.open(targetOf(server.url));
  });
  afterAll(async () => {
    await upstreams.closeAll();
    await server.close();
  });

  const call = (name: string, args = {}, options = {}) =>
    connection.request({ method: 'tools/call', params: { name, arguments: args } }, options);

  test('is told apart and described', () => {
    expect(connection.server).toMatchObject({
      era,
      transport,
      protocolVersion: revision,
      name: 'test-server',
      version: '1.0.0',
      instructions: 'Ask before you sail.',
    });
  });

  test('lists everything', async () => {
    const catalogue = await connection.list();
    expect(catalogue.tools.map(({ name }) => name)).toEqual(spec.tools?.map(({ name }) => name));
    expect(catalogue.tools[0]).toMatchObject({ annotations: { readOnlyHint: true } });
    expect(catalogue.resources.map(({ uri }) => uri)).toEqual(['harbour://tides', 'harbour://chart']);
    expect(catalogue.resourceTemplates).toHaveLength(1);
    expect(catalogue.prompts).toMatchObject([
      { name: 'report', arguments: [{ name: 'ship', required: true }] },
    ]);
    expect(catalogue.notes).toEqual({});
    expect(catalogue.server).toEqual(connection.server);
  });

  test('calls a tool, and a failing one is a result', async () => {
    expect(await call('echo', { text: 'Zürich ✓' })).toMatchObject({
      content: [{ type: 'text', text: '{"text":"Zürich ✓"}' }],
    });
    expect(await call('fail')).toMatchObject({ isError: true });
  });

  test('keeps results as they are, unknown fields included, also as text', async () => {
    const result = await call('exact');
    expect(result).toMatchObject({
      structuredContent: { n: 1, deep: { 'x-unknown': [null, true, 1.5] } },
      'x-unknown-field': { kept: true },
      _meta: { 'example.com/kept': 'yes' },
      content: [{ annotations: { audience: ['user'] }, _meta: { 'a.b/c': 1 } }],
    });
    const text = await connection.requestText({
      method: 'tools/call',
      params: { name: 'exact', arguments: {} },
      paramsText: '{"name":"exact","arguments":{}}',
    });
    expect(JSON.parse(text)).toEqual(result);
  });

  test('an unknown tool is the error the server gave', async () => {
    await expect(call('nothing')).rejects.toMatchObject({
      code: 'upstream_error',
      details: { outcome: 'error', rpcError: { code: -32602 } },
    });
  });

  given(streams)('tells progress', async () => {
    const heard: number[] = [];
    const result = await call(
      'slow',
      { steps: 3 },
      { onProgress: (news: { progress: number }) => heard.push(news.progress) },
    );
    expect(result).toMatchObject({ content: [{ text: 'done 3' }] });
    expect(heard).toEqual([1, 2, 3]);
  });

  given(streams)('writes its log to whoever asked', async () => {
    const heard: unknown[] = [];
    await call('chatty', {}, { onLog: (entry: { data: unknown }) => heard.push(entry.data) });
    expect(heard).toEqual([{ line: 'one' }, { line: 'two' }, { line: 'three' }]);
  });

  given(!spec.stateless)('R02: a cancelled call is cancelled at the server within a second', async () => {
    const stop = new AbortController();
    const before = server.cancelled.length;
    const calls = server.count('tools/call');
    const running = call('slow', { steps: 500 }, { signal: stop.signal, onProgress() {} });
    await eventually(() => server.count('tools/call') > calls);
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: 'upstream_cancelled' });
    await eventually(() => server.cancelled.length > before, 1_000);
  });

  given(keeps)('asks the person in the middle of a call', async () => {
    const asked: unknown[] = [];
    const result = await call(
      'ask',
      {},
      {
        onServerRequest: async (request: unknown) => {
          asked.push(request);
          return { action: 'accept', content: { name: 'Ada' } };
        },
      },
    );
    expect(result).toMatchObject({ content: [{ text: 'hello Ada' }] });
    expect(asked).toMatchObject([
      { method: 'elicitation/create', params: { message: 'What is your name?' } },
    ]);
  });

  given(era === 'modern')('hands a question on as it is when that is wished', async () => {
    const result = await call('ask', {}, { returnInputRequired: true });
    expect(result).toMatchObject({ resultType: 'input_required', requestState: 'state-name' });
    const answered = await connection.request({
      method: 'tools/call',
      params: {
        name: 'ask',
        arguments: {},
        inputResponses: { name: { action: 'accept', content: { name: 'Bea' } } },
        requestState: 'state-name',
      },
    });
    expect(answered).toMatchObject({ content: [{ text: 'hello Bea' }] });
  });

  test('reads resources of both kinds and fills a template', async () => {
    const read = (uri: string) => connection.request({ method: 'resources/read', params: { uri } });
    expect(await read('harbour://tides')).toMatchObject({ contents: [{ text: 'high at noon' }] });
    expect(await read('harbour://chart')).toMatchObject({ contents: [{ blob: 'iVBORw0KGgo=' }] });
    expect(await read('harbour://ships/argo')).toMatchObject({
      contents: [{ text: 'ship at harbour://ships/argo' }],
    });
    await expect(read('harbour:nowhere')).rejects.toMatchObject({
      details: { rpcError: { code: era === 'modern' || spec.era === 'dual' ? -32602 : -32002 } },
    });
  });

  test('gets a prompt and completes its argument', async () => {
    const got = await connection.request({
      method: 'prompts/get',
      params: { name: 'report', arguments: { ship: 'argo' } },
    });
    expect(got).toMatchObject({ messages: [{ content: { text: 'Report on argo.' } }] });
    const completed = await connection.request({
      method: 'completion/complete',
      params: { ref: { type: 'ref/prompt', name: 'report' }, argument: { name: 'ship', value: 'a' } },
    });
    expect(completed).toMatchObject({ completion: { values: ['argo', 'aurora'] } });
  });

  given(!spec.stateless)('tells when its tools or a watched resource change', async () => {
    const heard: UpstreamChange[] = [];
    const stop = connection.watch({ resources: ['harbour://tides'] }, (change) => heard.push(change));
    // The watch stands once the server has its stream; a change before that would be missed by design.
    await eventually(() => {
      server.changeTools((tools) => tools);
      return heard.some(({ kind }) => kind === 'tools');
    });
    await eventually(() => {
      server.changeResource('harbour://tides', 'low at six');
      return heard.some((change) => change.kind === 'resource' && change.uri === 'harbour://tides');
    });
    stop();
    server.changeResource('harbour://tides', 'high at noon');
  });
});

describe('pages', () => {
  test.each(['modern', '2025-11-25', '2024-11-05'] as const)('of a %s server are all read', async (era) => {
    const tools = Array.from({ length: 23 }, (_, n) => ({ name: `tool${n}` }));
    const server = await startServer({ era, tools, pageSize: 5 });
    const upstreams = makeUpstreams();
    const catalogue = await (await upstreams.open(targetOf(server.url))).list();
    expect(catalogue.tools).toHaveLength(23);
    expect(server.count('tools/list')).toBe(5);
    expect(catalogue.notes).toMatchObject({ prompts: expect.stringContaining('does not declare prompts') });
    await upstreams.closeAll();
    await server.close();
  });
});

describe.each(['streamableHttp', 'sse'] as const)('server-everything, %s', (mode) => {
  let everything: Awaited<ReturnType<typeof startEverything>>;
  const upstreams = makeUpstreams();
  beforeAll(async () => {
    everything = await startEverything(mode);
  });
  afterAll(async () => {
    await upstreams.closeAll();
    await everything.close();
  });

  test('is listed, called with progress and read', async () => {
    const connection = await upstreams.open(targetOf(everything.url));
    const catalogue = await connection.list();
    expect(catalogue.tools.length).toBeGreaterThan(5);
    expect(catalogue.prompts.length).toBeGreaterThan(0);
    expect(catalogue.resourceTemplates.length).toBeGreaterThan(0);
    const heard: unknown[] = [];
    const slow = await connection.request(
      {
        method: 'tools/call',
        params: { name: 'trigger-long-running-operation', arguments: { duration: 1, steps: 2 } },
      },
      { onProgress: (news) => heard.push(news.progress) },
    );
    expect(slow.isError).not.toBe(true);
    expect(heard).toEqual([1, 2]);
    const [resource] = catalogue.resources;
    const read = await connection.request({ method: 'resources/read', params: { uri: resource?.uri } });
    expect(read.contents).toHaveLength(1);
  });
});
