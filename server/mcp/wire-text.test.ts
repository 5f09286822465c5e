// What goes over the wire: texts passed on unread, `_meta`, mirrored headers, questions nobody offered to answer.
import { afterEach, describe, expect, test } from 'vitest';
import type { Tool } from '#shared/contract/catalogue.ts';
import type { JsonObject } from '#shared/json.ts';
import { type Fault, startHostile } from '#test/servers/hostile.ts';
import { fullOffer, startServer } from '#test/servers/start-server.ts';
import { makeUpstreams, outbound, targetOf } from '#test/servers/upstreams.ts';
import { readsOneWay } from './json-scan.ts';
import { laneFromFetch } from './lane.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function raw(answer: string, era: 'modern' | 'legacy' = 'modern') {
  const bodies: string[] = [];
  const server = await startHostile({
    era,
    fault: {
      kind: 'own',
      answer(_request, response, body) {
        bodies.push(JSON.stringify(body));
        response.writeHead(200, { 'content-type': 'application/json' });
        response.end(`{"jsonrpc":"2.0","id":${JSON.stringify(body?.id)},"result":${answer}}`);
      },
    },
  });
  const upstreams = makeUpstreams();
  closing.push(server.close, () => upstreams.closeAll());
  return { server, connection: await upstreams.open(targetOf(server.url)) };
}
const callOf = (text: string) => ({
  method: 'tools/call',
  params: JSON.parse(text) as JsonObject,
  paramsText: text,
});

describe.each(['modern', 'legacy'] as const)('a %s call as text', (era) => {
  test('hands the result on as the bytes it came in', async () => {
    const answer = '{ "content" : [ {"type":"text","text":"\\u00e9\\/x"} ],"big":12345678901234567890 }';
    const { connection } = await raw(answer, era);
    expect(await connection.requestText(callOf('{"name":"echo","arguments":{}}'))).toBe(answer);
  });

  test('P03: parameters that two readers could read differently are written again from what was decided on', async () => {
    const { server, connection } = await raw('{"content":[]}', era);
    const texts = [
      '{"name":"safe","name":"denied","arguments":{}}',
      '{"name":"echo","arguments":{"a":{"repo":"x","repo":"y"}}}',
      '{"name":"echo","n\\u0061me":"denied","arguments":{}}',
    ];
    for (const text of texts) await connection.requestText(callOf(text));
    const calls = server.calls.filter(({ method }) => method === 'tools/call');
    for (const { text } of calls) expect(readsOneWay(text ?? '', 100)).toBe(true);
    const sent = calls.map(({ body }) => body?.params);
    expect(sent).toMatchObject([
      { name: 'denied' },
      { name: 'echo', arguments: { a: { repo: 'y' } } },
      { name: 'denied' },
    ]);
  });

  test('keeps the caller’s own _meta beside ours', async () => {
    const { server, connection } = await raw('{"content":[]}', era);
    const call = callOf('{"name":"echo","_meta":{"example.com/a":1,"progressToken":"theirs"}}');
    await connection.requestText(call, { meta: { traceparent: '00-a-b-01' }, onProgress() {} });
    const sent = server.calls.at(-1)?.body?.params as JsonObject | undefined;
    expect(sent?._meta).toMatchObject({
      'example.com/a': 1,
      traceparent: '00-a-b-01',
      progressToken: expect.any(Number),
    });
  });
});

test('every modern request says its revision, who asks, and repeats itself in headers', async () => {
  const { server, connection } = await raw('{"content":[]}');
  const tool: Tool = {
    name: 'größe',
    inputSchema: {
      type: 'object',
      properties: {
        region: { type: 'string', 'x-mcp-header': 'Region' },
        more: { type: 'object', properties: { n: { type: 'integer', 'x-mcp-header': 'Count' } } },
        off: { type: 'boolean', 'x-mcp-header': 'Off' },
      },
    },
  };
  const args = { region: 'Zürich', more: { n: 3 }, off: null };
  await connection.request({ method: 'tools/call', params: { name: 'größe', arguments: args } }, { tool });
  const { headers, body } = server.calls.at(-1) ?? {};
  expect(headers).toMatchObject({
    'mcp-protocol-version': '2026-07-28',
    'mcp-method': 'tools/call',
    'mcp-name': '=?base64?Z3LDtsOfZQ==?=',
    'mcp-param-region': '=?base64?WsO8cmljaA==?=',
    'mcp-param-count': '3',
  });
  expect(headers).not.toHaveProperty('mcp-param-off');
  expect((body?.params as JsonObject | undefined)?._meta).toMatchObject({
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'causeway' },
    'io.modelcontextprotocol/clientCapabilities': expect.not.objectContaining({ elicitation: {} }),
  });
});

test('L11: tools with a broken x-mcp-header are left out, with the reason', async () => {
  const bad = (schema: JsonObject, name: string) => ({ name, inputSchema: { type: 'object', ...schema } });
  const tools = [
    bad({ properties: { a: { type: 'string', 'x-mcp-header': 'A\r\nB' } } }, 'crlf'),
    bad({ properties: { a: { type: 'object', 'x-mcp-header': 'A' } } }, 'object'),
    bad(
      {
        properties: {
          a: { type: 'string', 'x-mcp-header': 'A' },
          b: { type: 'string', 'x-mcp-header': 'a' },
        },
      },
      'twice',
    ),
    bad({ oneOf: [{ properties: { a: { type: 'string', 'x-mcp-header': 'A' } } }] }, 'oneOf'),
    bad({ $defs: { a: { type: 'string', 'x-mcp-header': 'A' } } }, 'defs'),
    bad({ properties: { a: { type: 'string', 'x-mcp-header': 'A' } } }, 'good'),
    bad({ properties: { a: { type: 'string', default: { 'x-mcp-header': 'A' } } } }, 'data'),
  ];
  const fault: Fault = { kind: 'result', result: { tools } };
  const server = await startHostile({ era: 'modern', fault, on: ['tools/list'] });
  const upstreams = makeUpstreams();
  closing.push(server.close, () => upstreams.closeAll());
  const catalogue = await (await upstreams.open(targetOf(server.url))).list();
  expect(catalogue.tools.map(({ name }) => name)).toEqual(['good', 'data']);
  expect(catalogue.notes.tools).toContain('5 tools were left out');
});

describe('L10: questions nobody offered to answer', () => {
  const asking = (method: string): JsonObject => ({
    resultType: 'input_required',
    inputRequests: { q: { method, params: { message: 'password?' } } },
    requestState: 's',
  });
  const open = async (result: JsonObject, on = 'tools/call') => {
    const server = await startHostile({ era: 'modern', fault: { kind: 'result', result }, on: [on] });
    const upstreams = makeUpstreams();
    closing.push(server.close, () => upstreams.closeAll());
    return { server, connection: await upstreams.open(targetOf(server.url)) };
  };
  const call = { method: 'tools/call', params: { name: 'echo', arguments: {} } };

  test('are refused: none declared, sampling, and from a list', async () => {
    const asked: string[] = [];
    const onServerRequest = async ({ method }: { method: string }) => {
      asked.push(method);
      return {};
    };
    const one = await open(asking('elicitation/create'));
    await expect(one.connection.request(call)).rejects.toMatchObject({ code: 'upstream_asked_too_much' });
    const two = await open(asking('sampling/createMessage'));
    await expect(two.connection.request(call, { onServerRequest })).rejects.toMatchObject({
      code: 'upstream_asked_too_much',
    });
    const three = await open(asking('elicitation/create'), 'tools/list');
    await expect(three.connection.list()).rejects.toMatchObject({ code: 'upstream_garbage' });
    expect(asked).toEqual([]);
  });

  test('and questions without end are stopped', async () => {
    const { server, connection } = await open(asking('elicitation/create'));
    await expect(
      connection.request(call, { onServerRequest: async () => ({ action: 'decline' }) }),
    ).rejects.toMatchObject({ code: 'upstream_too_many_rounds' });
    expect(server.count('tools/call')).toBe(11);
    expect(server.calls.at(-1)?.body?.params).toMatchObject({
      requestState: 's',
      inputResponses: { q: { action: 'decline' } },
    });
  });
});

test('a person may take long: no clock runs while a question is open', async () => {
  const server = await startServer({ era: 'modern', ...fullOffer });
  const upstreams = makeUpstreams();
  closing.push(server.close, () => upstreams.closeAll());
  const connection = await upstreams.open(targetOf(server.url));
  const result = await connection.request(
    { method: 'tools/call', params: { name: 'ask', arguments: {} } },
    {
      idleMilliseconds: 400,
      totalMilliseconds: 800,
      onServerRequest: async () => {
        await new Promise((resolve) => setTimeout(resolve, 1_000));
        return { action: 'accept', content: { name: 'Ada' } };
      },
    },
  );
  expect(result).toMatchObject({ content: [{ text: 'hello Ada' }] });
});

test('works over fetch alone, where there is no fast lane', async () => {
  for (const era of ['modern', '2025-06-18', '2024-11-05'] as const) {
    const server = await startServer({ era, ...fullOffer });
    const upstreams = makeUpstreams({}, { request: laneFromFetch(outbound.fetch) });
    closing.push(server.close, () => upstreams.closeAll());
    const connection = await upstreams.open(targetOf(server.url));
    const heard: number[] = [];
    await connection.request(
      { method: 'tools/call', params: { name: 'slow', arguments: { steps: 2 } } },
      { onProgress: ({ progress }) => heard.push(progress) },
    );
    expect(heard).toEqual([1, 2]);
  }
});
