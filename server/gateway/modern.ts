// Requests of clients of 2026-07-28: stateless, each with its own envelope.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JsonObject } from '#shared/json.ts';
import { createStop, type StopSignal } from '../platform/stop-signal.ts';
import type { EndpointAddress } from './endpoint.ts';
import type { Exchange, Method } from './exchange.ts';
import type { FoundEndpoint, ListName } from './offer/offers.ts';
import type { GatewayPrincipal } from './principal.ts';
import type { Streams } from './streams.ts';
import { listNotification, type SubscriptionDependencies, watchResources } from './subscriptions.ts';
import { checkEnvelope, checkHeaderArguments, type Envelope } from './wire/check-envelope.ts';
import {
  type Answer,
  answerText,
  errorText,
  notificationText,
  objectOf,
  type RpcRequest,
  resultText,
  rpcCode,
} from './wire/json-rpc.ts';
import { createReply, streamHeaders, writeEvent } from './wire/reply.ts';

export interface ModernDependencies extends SubscriptionDependencies {
  methods: Record<string, Method>;
  streams: Streams;
}

/** One authenticated POST. */
export interface Arrival {
  request: IncomingMessage;
  response: ServerResponse;
  principal: GatewayPrincipal;
  address: EndpointAddress;
  found: FoundEndpoint;
}

export async function serveModern(
  dependencies: ModernDependencies,
  arrival: Arrival,
  rpc: RpcRequest,
): Promise<void> {
  const { request, response, found } = arrival;
  const reply = createReply(response, acceptsStream(request));
  const check = checkEnvelope(request.headers, rpc);
  if (!check.ok) return reply.end(errorText(rpc.id, check.error), 400);
  if (rpc.method === 'subscriptions/listen') return listen(dependencies, arrival, rpc);
  const method = Object.hasOwn(dependencies.methods, rpc.method)
    ? dependencies.methods[rpc.method]
    : undefined;
  if (!method)
    return reply.end(
      errorText(rpc.id, { code: rpcCode.methodNotFound, message: `Method not found: ${rpc.method}` }),
      404,
    );
  if (rpc.method === 'tools/call') {
    const mirrored = found.offer.tools.get(String(rpc.params.name))?.headerArguments;
    const wrong = mirrored && checkHeaderArguments(request.headers, mirrored, objectOf(rpc.params.arguments));
    if (wrong) return reply.end(errorText(rpc.id, { code: rpcCode.headerMismatch, message: wrong }), 400);
  }
  const gone = createStop();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const answer = await method(exchangeOf(arrival, rpc, check.envelope, gone.signal, reply.say));
  reply.end(answerText(rpc.id, answer), statusOf(answer));
}

function exchangeOf(
  { principal, address, found }: Arrival,
  request: RpcRequest,
  envelope: Envelope,
  signal: StopSignal,
  say: (message: string) => boolean,
): Exchange {
  return {
    ...found,
    principal,
    address,
    era: 'modern',
    protocolVersion: envelope.protocolVersion,
    request,
    capabilities: envelope.capabilities,
    clientName: envelope.clientName ?? principal.clientName,
    logLevel: envelope.logLevel,
    signal,
    say,
  };
}

const acceptsStream = (request: IncomingMessage): boolean =>
  String(request.headers.accept ?? '').includes('text/event-stream');

/** Errors that 2026-07-28 ties to a status; all others are answers like any other. */
function statusOf(answer: Answer): number {
  if ('result' in answer) return 200;
  if (answer.error.code === rpcCode.methodNotFound) return 404;
  return answer.error.code <= rpcCode.headerMismatch && answer.error.code >= rpcCode.unsupportedVersion
    ? 400
    : 200;
}

const subscriptionKey = 'io.modelcontextprotocol/subscriptionId';

/** `subscriptions/listen`: acknowledged first, then notifications, each tagged with the id of the request. */
function listen(dependencies: ModernDependencies, arrival: Arrival, rpc: RpcRequest): void {
  const { response, principal, address, found } = arrival;
  const wanted = objectOf(rpc.params.notifications);
  const uris = (Array.isArray(wanted.resourceSubscriptions) ? wanted.resourceSubscriptions : []).filter(
    (uri): uri is string => typeof uri === 'string',
  );
  const tag = { _meta: { [subscriptionKey]: String(rpc.id) } };
  const say = (method: string, params: JsonObject): void => {
    writeEvent(response, notificationText(method, { ...params, ...tag }), true);
  };
  response.writeHead(200, streamHeaders);
  const resources = watchResources(dependencies, principal, found.offer, uris.slice(0, 1000), (uri) =>
    say('notifications/resources/updated', { uri }),
  );
  const lists: Record<ListName, boolean> = {
    tools: wanted.toolsListChanged === true && found.offer.capabilities.tools !== undefined,
    prompts: wanted.promptsListChanged === true && found.offer.capabilities.prompts !== undefined,
    resources: wanted.resourcesListChanged === true && found.offer.capabilities.resources !== undefined,
  };
  say('notifications/subscriptions/acknowledged', {
    notifications: {
      ...(lists.tools ? { toolsListChanged: true } : {}),
      ...(lists.prompts ? { promptsListChanged: true } : {}),
      ...(lists.resources ? { resourcesListChanged: true } : {}),
      ...(resources.honoured.length > 0 ? { resourceSubscriptions: resources.honoured } : {}),
    },
  });
  const stopLists = dependencies.offers.watch(principal.personId, address, (changed) => {
    for (const name of changed) if (lists[name]) say(listNotification[name], {});
  });
  const forget = dependencies.streams.add({
    response,
    principal,
    end: () => {
      writeEvent(response, resultText(rpc.id, JSON.stringify({ resultType: 'complete', ...tag })), true);
      response.end();
    },
  });
  response.on('close', () => {
    stopLists();
    resources.stop();
    forget();
  });
}
