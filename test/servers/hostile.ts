// MCP servers that break rules on purpose: a plain answerer of one era with one fault on chosen methods.
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '#shared/json.ts';
import { type Answerer, listen } from './http.ts';
import type { RunningServer } from './spec.ts';

export type Fault =
  /** Accepts and never answers. */
  | { kind: 'hang' }
  /** Headers at once, then one byte each `milliseconds`, for ever. */
  | { kind: 'drip'; milliseconds: number }
  /** The socket is closed without an answer. */
  | { kind: 'reset' }
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: string }
  | { kind: 'html'; status?: number }
  | { kind: 'body'; type: string; body: string; status?: number }
  | { kind: 'huge'; bytes: number }
  | { kind: 'gzip-bomb'; bytes: number }
  /** A result nested this deep. */
  | { kind: 'deep'; depth: number }
  /** List pages that never end, with the same cursor or always a new one. */
  | { kind: 'pages'; cursor: 'same' | 'new' }
  /** An event-stream line without an end. */
  | { kind: 'sse-line'; bytes: number }
  | { kind: 'sse-comments' }
  /** So many notifications before the answer. */
  | { kind: 'sse-events'; count: number }
  /** Event stream that ends without the answer, after `events` progress events. */
  | { kind: 'cut'; events: number; how: 'end' | 'reset' }
  | { kind: 'wrong-id' }
  | { kind: 'result-and-error' }
  | { kind: 'neither' }
  /** Two answers to one request on one stream. */
  | { kind: 'answers-twice' }
  | { kind: 'late'; milliseconds: number }
  | { kind: 'redirect'; status: number; to: string }
  | { kind: 'result'; result: JsonObject }
  | { kind: 'error'; error: JsonObject; status?: number }
  | { kind: 'own'; answer: Answerer };

export interface HostileSpec {
  era: 'modern' | 'legacy';
  fault: Fault;
  /** JSON-RPC methods with the fault; default `tools/call`. `*` is every request, GET included. */
  on?: string[];
  /** The fault happens this many times, then the server behaves; default always. */
  times?: number;
  tools?: JsonObject[];
  capabilities?: JsonObject;
}

const json = (response: ServerResponse, body: unknown, status = 200) => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
};
const startStream = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'text/event-stream' });
const event = (message: unknown) => `event: message\ndata: ${JSON.stringify(message)}\n\n`;
const done = { resultType: 'complete', content: [{ type: 'text', text: 'fine' }] };

async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed) return;
  if (!response.write(text)) {
    await new Promise<void>((resolve) => {
      const go = (): void => {
        response.off('drain', go);
        response.off('close', go);
        resolve();
      };
      response.once('drain', go);
      response.once('close', go);
    });
  }
}

async function commit(fault: Fault, response: ServerResponse, body: JsonObject | undefined): Promise<void> {
  const id = body?.id ?? null;
  const answer = (result: unknown) => ({ jsonrpc: '2.0', id, result });
  const token = ((body?.params as JsonObject)?._meta as JsonObject)?.progressToken ?? 'none';
  const progress = (n: number) => ({
    jsonrpc: '2.0',
    method: 'notifications/progress',
    params: { progressToken: token, progress: n },
  });
  switch (fault.kind) {
    case 'hang':
      return;
    case 'drip':
      response.writeHead(200, { 'content-type': 'application/json' });
      while (!response.destroyed) {
        response.write(' ');
        await pause(fault.milliseconds);
      }
      return;
    case 'reset':
      response.destroy();
      return;
    case 'status':
      response.writeHead(fault.status, fault.headers);
      response.end(fault.body ?? '');
      return;
    case 'html':
      response.writeHead(fault.status ?? 200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Welcome</title><p>Please accept the terms of this network.');
      return;
    case 'body':
      response.writeHead(fault.status ?? 200, { 'content-type': fault.type });
      response.end(fault.body);
      return;
    case 'huge': {
      response.writeHead(200, { 'content-type': 'application/json' });
      await write(
        response,
        `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"content":[{"type":"text","text":"`,
      );
      const block = 'x'.repeat(1 << 16);
      for (let sent = 0; sent < fault.bytes && !response.destroyed; sent += block.length) {
        await write(response, block);
      }
      response.end('"}]}}');
      return;
    }
    case 'gzip-bomb':
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(
        gzipSync(JSON.stringify(answer({ content: [{ type: 'text', text: 'x'.repeat(fault.bytes) }] }))),
      );
      return;
    case 'deep':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(
        `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":{"resultType":"complete","content":[],"structuredContent":${'['.repeat(fault.depth)}${']'.repeat(fault.depth)}}}`,
      );
      return;
    case 'pages': {
      const cursor = fault.cursor === 'same' ? 'again' : `c${Math.random()}`;
      const name = `tool${Math.random().toString(36).slice(2)}`;
      const tool = { name, inputSchema: { type: 'object' } };
      json(response, answer({ resultType: 'complete', tools: [tool], nextCursor: cursor }));
      return;
    }
    case 'sse-line': {
      startStream(response);
      const block = 'x'.repeat(1 << 16);
      await write(response, 'data: ');
      for (let sent = 0; sent < fault.bytes && !response.destroyed; sent += block.length) {
        await write(response, block);
      }
      response.end(`\n\n${event(answer(done))}`);
      return;
    }
    case 'sse-comments':
      startStream(response);
      while (!response.destroyed) {
        await write(response, ': still here\n'.repeat(5000));
        await pause(1);
      }
      return;
    case 'sse-events': {
      startStream(response);
      for (let n = 1; n <= fault.count && !response.destroyed; n++) await write(response, event(progress(n)));
      response.end(event(answer(done)));
      return;
    }
    case 'cut':
      startStream(response);
      for (let n = 1; n <= fault.events; n++) await write(response, event(progress(n)));
      await pause(20);
      if (fault.how === 'end') response.end();
      else response.destroy();
      return;
    case 'wrong-id':
      json(response, { ...answer(done), id: 'somebody-elses' });
      return;
    case 'result-and-error':
      json(response, { ...answer(done), error: { code: -32603, message: 'both' } });
      return;
    case 'neither':
      json(response, { jsonrpc: '2.0', id });
      return;
    case 'answers-twice':
      startStream(response);
      response.write(event(answer({ ...done, content: [{ type: 'text', text: 'first' }] })));
      response.end(event(answer({ ...done, content: [{ type: 'text', text: 'second' }] })));
      return;
    case 'late':
      await pause(fault.milliseconds);
      if (!response.destroyed) json(response, answer(done));
      return;
    case 'redirect':
      response.writeHead(fault.status, { location: fault.to });
      response.end();
      return;
    case 'result':
      json(response, answer(fault.result));
      return;
    case 'error':
      json(response, { jsonrpc: '2.0', id, error: fault.error }, fault.status ?? 200);
      return;
    case 'own':
      return;
  }
}

/** What a well-behaved server of that era answers. */
function behave(spec: HostileSpec, body: JsonObject, response: ServerResponse): void {
  const id = body.id;
  const capabilities = spec.capabilities ?? { tools: { listChanged: true } };
  const tools = spec.tools ?? [{ name: 'echo', inputSchema: { type: 'object' } }];
  const results: Record<string, JsonObject> = {
    'tools/list': { tools },
    'resources/list': { resources: [] },
    'resources/templates/list': { resourceTemplates: [] },
    'prompts/list': { prompts: [] },
    'tools/call': done,
    ping: {},
    ...(spec.era === 'modern'
      ? {
          'server/discover': {
            supportedVersions: ['2026-07-28'],
            capabilities,
            _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'hostile', version: '1' } },
          },
        }
      : {
          initialize: {
            protocolVersion: '2025-11-25',
            capabilities,
            serverInfo: { name: 'hostile', version: '1' },
          },
        }),
  };
  if (id === undefined) {
    response.writeHead(202);
    response.end();
    return;
  }
  const result = results[String(body.method)];
  if (!result) {
    const error = { code: -32601, message: 'Method not found' };
    json(response, { jsonrpc: '2.0', id, error }, spec.era === 'modern' ? 404 : 400);
    return;
  }
  json(response, {
    jsonrpc: '2.0',
    id,
    result:
      spec.era === 'modern' ? { resultType: 'complete', ttlMs: 0, cacheScope: 'private', ...result } : result,
  });
}

/** Starts a server with one fault. `cancelled`, sessions and changes of the result stay empty. */
export async function startHostile(spec: HostileSpec): Promise<RunningServer> {
  const on = new Set(spec.on ?? ['tools/call']);
  let left = spec.times ?? Number.POSITIVE_INFINITY;
  const side = await listen(async (request, response, body) => {
    const method = typeof body?.method === 'string' ? body.method : '';
    if (left > 0 && (on.has('*') || on.has(method))) {
      left -= 1;
      if (spec.fault.kind === 'own') return await spec.fault.answer(request, response, body);
      return await commit(spec.fault, response, body);
    }
    if (body) return behave(spec, body, response);
    response.writeHead(405);
    response.end();
  });
  return {
    url: `${side.origin}/mcp`,
    hostPort: side.hostPort,
    calls: side.calls,
    cancelled: [],
    sessions: () => [],
    loseSessions() {},
    changeTools() {},
    changeResource() {},
    count: side.count,
    cutConnections: side.cutConnections,
    close: side.close,
  };
}
