// Requests of clients of 2025-11-25 and older: a session from `initialize` to DELETE.

import type { ServerResponse } from 'node:http';
import type { JsonObject } from '#shared/json.ts';
import type { MakeId } from '../../platform/ids.ts';
import { createStop, type StopSignal } from '../../platform/stop-signal.ts';
import type { Exchange, Method } from '../exchange.ts';
import { initializeResult } from '../methods/lists.ts';
import type { Arrival } from '../modern.ts';
import type { Streams } from '../streams.ts';
import { listNotification, type SubscriptionDependencies, watchResources } from '../subscriptions.ts';
import { legacyVersions } from '../wire/check-envelope.ts';
import {
  type Answer,
  answerText,
  errorText,
  failure,
  type Incoming,
  notificationText,
  objectOf,
  type RpcRequest,
  rpcCode,
} from '../wire/json-rpc.ts';
import { createReply, type Reply, streamHeaders, writeEvent } from '../wire/reply.ts';
import type { Session, Sessions } from './sessions.ts';

export interface LegacyDependencies extends SubscriptionDependencies {
  methods: Record<string, Method>;
  sessions: Sessions;
  streams: Streams;
  makeId: MakeId;
}

/** One POST: one message, or the batch that 2025-03-26 and older may send. */
export async function serveLegacy(
  dependencies: LegacyDependencies,
  arrival: Arrival,
  messages: Incoming[],
  isBatch: boolean,
): Promise<void> {
  const { request, response } = arrival;
  const first = messages[0];
  if (!isBatch && first?.kind === 'request' && first.request.method === 'initialize')
    return initialize(dependencies, arrival, first.request);
  const session = findSession(dependencies, arrival);
  if (!session) return;
  // 2025-06-18 took batches out of the protocol ("Key changes").
  if (isBatch && session.protocolVersion >= '2025-06-18')
    return refuse(
      response,
      400,
      rpcCode.invalidRequest,
      `Protocol version ${session.protocolVersion} has no batches: send one message at a time.`,
    );
  const said = request.headers['mcp-protocol-version'];
  if (said !== undefined && !legacyVersions.includes(String(said)))
    return refuse(
      response,
      400,
      rpcCode.invalidRequest,
      `Protocol version ${String(said)} is not supported.`,
    );
  const reply = createReply(response, String(request.headers.accept ?? '').includes('text/event-stream'));
  const answers = await Promise.all(
    messages.map((message) => serveMessage(dependencies, arrival, session, message, reply)),
  );
  const texts = answers.filter((answer) => answer !== undefined);
  if (reply.ended) return;
  if (texts.length === 0) reply.finish(202);
  else reply.end(isBatch ? `[${texts.join(',')}]` : (texts[0] ?? ''));
}

function initialize(dependencies: LegacyDependencies, arrival: Arrival, rpc: RpcRequest): void {
  const { response, principal, address, found } = arrival;
  const asked = rpc.params.protocolVersion;
  const protocolVersion =
    typeof asked === 'string' && legacyVersions.includes(asked) ? asked : (legacyVersions[0] ?? '');
  const name = objectOf(rpc.params.clientInfo).name;
  const session = dependencies.sessions.open(principal, address.path, {
    protocolVersion,
    capabilities: objectOf(rpc.params.capabilities),
    clientName: typeof name === 'string' ? name : principal.clientName,
  });
  const reply = createReply(response, false, { 'mcp-session-id': session.id });
  reply.end(answerText(rpc.id, { result: initializeResult(found, protocolVersion) }));
}

/** Answers 400 or 404 by itself when there is no such session. */
function findSession(dependencies: LegacyDependencies, arrival: Arrival): Session | undefined {
  const id = arrival.request.headers['mcp-session-id'];
  if (typeof id !== 'string') {
    refuse(
      arrival.response,
      400,
      rpcCode.invalidRequest,
      'The header Mcp-Session-Id is missing: initialize first.',
    );
    return undefined;
  }
  const session = dependencies.sessions.find(id, arrival.principal, arrival.address.path);
  if (!session)
    refuse(arrival.response, 404, rpcCode.invalidRequest, 'The session is over: initialize again.');
  return session;
}

async function serveMessage(
  dependencies: LegacyDependencies,
  arrival: Arrival,
  session: Session,
  message: Incoming,
  reply: Reply,
): Promise<string | undefined> {
  switch (message.kind) {
    case 'invalid':
      return errorText(message.id, { code: rpcCode.invalidRequest, message: message.why });
    case 'response': {
      const waiting = session.asked.get(message.id);
      session.asked.delete(message.id);
      if (message.error) waiting?.reject(new Error(message.error.message));
      else waiting?.resolve(message.result ?? {});
      return undefined;
    }
    case 'notification':
      if (message.method === 'notifications/cancelled') {
        const id = message.params.requestId;
        if (typeof id === 'string' || typeof id === 'number') session.running.get(id)?.abort();
      }
      return undefined;
    case 'request':
      return serveRequest(dependencies, arrival, session, message.request, reply);
  }
}

async function serveRequest(
  dependencies: LegacyDependencies,
  arrival: Arrival,
  session: Session,
  rpc: RpcRequest,
  reply: Reply,
): Promise<string | undefined> {
  const own = Object.hasOwn(ownMethods, rpc.method) ? ownMethods[rpc.method] : undefined;
  if (own) return answerText(rpc.id, own(dependencies, arrival, session, rpc.params));
  const method = Object.hasOwn(dependencies.methods, rpc.method)
    ? dependencies.methods[rpc.method]
    : undefined;
  if (!method || rpc.method === 'server/discover')
    return errorText(rpc.id, { code: rpcCode.methodNotFound, message: `Method not found: ${rpc.method}` });
  const running = createStop();
  session.running.set(rpc.id, running);
  const onClose = (): void => {
    if (!arrival.response.writableFinished) running.abort();
  };
  arrival.response.on('close', onClose);
  try {
    const answer = await method(exchangeOf(dependencies, arrival, session, rpc, running.signal, reply));
    // A cancelled request is not answered (2025-11-25, "Cancellation"); the stream just ends.
    if (running.signal.aborted) {
      if (!reply.ended) reply.end(answerText(rpc.id, answer));
      return undefined;
    }
    return answerText(rpc.id, answer);
  } finally {
    session.running.delete(rpc.id);
    arrival.response.off('close', onClose);
  }
}

function exchangeOf(
  dependencies: LegacyDependencies,
  { principal, address, found }: Arrival,
  session: Session,
  request: RpcRequest,
  signal: StopSignal,
  reply: Reply,
): Exchange {
  return {
    ...found,
    principal,
    address,
    era: 'legacy',
    protocolVersion: session.protocolVersion,
    request,
    capabilities: session.capabilities,
    clientName: session.clientName,
    logLevel: found.offer.capabilities.logging === undefined ? undefined : session.logLevel,
    signal,
    say: reply.say,
    ask: ({ method, params }) =>
      new Promise((resolve, reject) => {
        const id = dependencies.makeId('ask');
        session.asked.set(id, { resolve, reject });
        signal.addEventListener('abort', () => reject(new Error('The client cancelled.')), { once: true });
        if (!reply.say(JSON.stringify({ jsonrpc: '2.0', id, method, params }))) {
          session.asked.delete(id);
          reject(new Error('The client takes no questions within an answer.'));
        }
      }),
  };
}

type OwnMethod = (
  dependencies: LegacyDependencies,
  arrival: Arrival,
  session: Session,
  params: JsonObject,
) => Answer;

const empty: Answer = { result: '{}' };

/** Methods that only older revisions have, and that need no server. */
const ownMethods: Record<string, OwnMethod> = {
  ping: () => empty,
  'logging/setLevel': (_dependencies, _arrival, session, params) => {
    if (typeof params.level !== 'string' || !logLevels.includes(params.level))
      return failure(rpcCode.invalidParams, `"level" must be one of ${logLevels.join(', ')}.`);
    session.logLevel = params.level;
    return empty;
  },
  'resources/subscribe': (dependencies, { principal, found }, session, { uri }) => {
    if (typeof uri !== 'string')
      return failure(rpcCode.invalidParams, '"uri" must be the URI of a resource.');
    if (session.watched.has(uri)) return empty;
    const watching = watchResources(dependencies, principal, found.offer, [uri], (changed) =>
      tell(session, 'notifications/resources/updated', { uri: changed }),
    );
    if (watching.honoured.length === 0) return failure(rpcCode.invalidParams, 'Resource not found', { uri });
    session.watched.set(uri, watching.stop);
    return empty;
  },
  'resources/unsubscribe': (_dependencies, _arrival, session, { uri }) => {
    session.watched.get(String(uri))?.();
    session.watched.delete(String(uri));
    return empty;
  },
};

const logLevels = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'];

function tell(session: Session, method: string, params: JsonObject): void {
  if (session.stream) writeEvent(session.stream, notificationText(method, params), true);
}

/** GET: the stream for what the server says outside of an answer. */
export function serveGet(dependencies: LegacyDependencies, arrival: Arrival): void {
  const { response, principal, address } = arrival;
  const session = findSession(dependencies, arrival);
  if (!session) return;
  session.stream?.end();
  session.stream = response;
  response.writeHead(200, { ...streamHeaders, 'mcp-session-id': session.id });
  response.write(': \n\n');
  const stop = dependencies.offers.watch(principal.personId, address, (changed) => {
    for (const name of changed) tell(session, listNotification[name], {});
  });
  const forget = dependencies.streams.add({ response, principal, end: () => response.end() });
  response.on('close', () => {
    stop();
    forget();
    if (session.stream === response) session.stream = undefined;
  });
}

/** DELETE: the client ends its session. */
export function serveDelete(dependencies: LegacyDependencies, arrival: Arrival): void {
  const session = findSession(dependencies, arrival);
  if (!session) return;
  dependencies.sessions.end(session);
  createReply(arrival.response, false).finish(204);
}

function refuse(response: ServerResponse, status: number, code: number, message: string): void {
  createReply(response, false).end(errorText(null, { code, message }), status);
}
