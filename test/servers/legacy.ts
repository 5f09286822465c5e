// Servers of the revisions with `initialize`, made with the older official SDK: Streamable HTTP and HTTP+SSE.
import { randomUUID } from 'node:crypto';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import {
  type EventStore,
  StreamableHTTPServerTransport,
} from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import {
  type InitializeRequest,
  InitializeRequestSchema,
  isInitializeRequest,
  type JSONRPCMessage,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';
import type { JsonObject } from '#shared/json.ts';
import type { Answerer } from './http.ts';
import type { Changes } from './modern.ts';
import { type Offer, RpcError } from './offer.ts';

interface Session {
  server: Server;
  subscribed: Set<string>;
  handle: Answerer;
}

function serverOf(offer: Offer, changes: Changes, cancelled: string[]): Omit<Session, 'handle'> {
  const { spec } = offer;
  const subscribed = new Set<string>();
  const server = new Server(
    { name: spec.name ?? 'test-server', version: spec.version ?? '1.0.0' },
    {
      capabilities: offer.capabilities as never,
      ...(spec.instructions ? { instructions: spec.instructions } : {}),
    },
  );
  const initialize = (
    server as unknown as { _oninitialize(request: InitializeRequest): Promise<JsonObject> }
  )._oninitialize.bind(server);
  const revision = spec.era === 'dual' ? '2025-11-25' : spec.era;
  server.setRequestHandler(
    InitializeRequestSchema,
    async (request) => ({ ...(await initialize(request)), protocolVersion: revision }) as never,
  );
  server.setRequestHandler(SubscribeRequestSchema, ({ params }) => {
    subscribed.add(params.uri);
    return {};
  });
  server.setRequestHandler(UnsubscribeRequestSchema, ({ params }) => {
    subscribed.delete(params.uri);
    return {};
  });
  server.fallbackRequestHandler = async (request, extra) => {
    const params = (request.params ?? {}) as JsonObject;
    const noteCancel = () => cancelled.push(String(params.name));
    extra.signal.addEventListener('abort', noteCancel, { once: true });
    try {
      return (await offer.answer(request.method, params, {
        signal: extra.signal,
        async progress(progress, total, message) {
          const progressToken = extra._meta?.progressToken;
          if (progressToken === undefined) return;
          await extra.sendNotification({
            method: 'notifications/progress',
            params: { progressToken, progress, ...(total === undefined ? {} : { total }), message },
          });
        },
        async log(level, data) {
          await extra.sendNotification({
            method: 'notifications/message',
            params: { level: level as 'info', data },
          });
        },
        async ask(_key, asked) {
          const answer = await server.elicitInput(asked as never, { relatedRequestId: extra.requestId });
          return answer as unknown as JsonObject;
        },
        changeTools: changes.changeTools,
      })) as never;
    } catch (error) {
      throw error instanceof RpcError ? error : new RpcError(-32603, String(error));
    } finally {
      extra.signal.removeEventListener('abort', noteCancel);
    }
  };
  return { server, subscribed };
}

/** Events of all streams in memory, so that a cut stream can be resumed by `Last-Event-ID`. */
function memoryEvents(): EventStore {
  const events: { id: string; stream: string; message: JSONRPCMessage }[] = [];
  return {
    async storeEvent(stream, message) {
      const id = `${stream}_${events.length}`;
      events.push({ id, stream, message });
      return id;
    },
    async replayEventsAfter(lastEventId, { send }) {
      const at = events.findIndex(({ id }) => id === lastEventId);
      const stream = events[at]?.stream ?? '';
      for (const event of events.slice(at + 1)) {
        if (event.stream === stream && Object.keys(event.message).length > 0) {
          await send(event.id, event.message);
        }
      }
      return stream;
    },
  };
}

const notFound = { jsonrpc: '2.0', error: { code: -32001, message: 'Session not found' }, id: null };
const noSession = { jsonrpc: '2.0', error: { code: -32000, message: 'Bad Request: No session' }, id: null };

export function legacySide(offer: Offer, changes: Changes, cancelled: string[]) {
  const sessions = new Map<string, Session>();
  const { json, stateless, resumable } = offer.spec;

  const openSession = async (): Promise<Answerer> => {
    const made = serverOf(offer, changes, cancelled);
    const transport: StreamableHTTPServerTransport = new StreamableHTTPServerTransport({
      ...(stateless ? {} : { sessionIdGenerator: randomUUID }),
      ...(json ? { enableJsonResponse: true } : {}),
      ...(resumable ? { eventStore: memoryEvents(), retryInterval: 20 } : {}),
      onsessioninitialized: (id) => {
        sessions.set(id, { ...made, handle });
      },
      onsessionclosed: (id) => {
        sessions.delete(id);
      },
    });
    const handle: Answerer = (request, response, body) => transport.handleRequest(request, response, body);
    await made.server.connect(transport as never);
    return handle;
  };

  const streamable: Answerer = async (request, response, body) => {
    const id = request.headers['mcp-session-id'];
    const session = typeof id === 'string' ? sessions.get(id) : undefined;
    if (session) return await session.handle(request, response, body);
    if (stateless || (id === undefined && isInitializeRequest(body))) {
      return await (await openSession())(request, response, body);
    }
    response.writeHead(id === undefined ? 400 : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(id === undefined ? noSession : notFound));
  };

  const httpAndSse: Answerer = async (request, response, body) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (request.method === 'GET' && url.pathname === '/sse') {
      const made = serverOf(offer, changes, cancelled);
      const transport = new SSEServerTransport('/messages', response);
      const handle: Answerer = (asked, answered, message) =>
        transport.handlePostMessage(asked, answered, message);
      sessions.set(transport.sessionId, { ...made, handle });
      response.on('close', () => sessions.delete(transport.sessionId));
      await made.server.connect(transport);
      return;
    }
    const session = sessions.get(url.searchParams.get('sessionId') ?? '');
    if (request.method === 'POST' && url.pathname === '/messages' && session) {
      return await session.handle(request, response, body);
    }
    response.writeHead(request.method === 'POST' && url.pathname === '/sse' ? 405 : 404);
    response.end();
  };

  return {
    answer: offer.spec.era === '2024-11-05' ? httpAndSse : streamable,
    sessions,
    toolsChanged() {
      for (const { server } of sessions.values()) server.sendToolListChanged().catch(() => undefined);
    },
    resourceUpdated(uri: string) {
      for (const { server, subscribed } of sessions.values()) {
        if (subscribed.has(uri)) server.sendResourceUpdated({ uri }).catch(() => undefined);
      }
    },
  };
}
