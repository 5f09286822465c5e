// Revision 2026-07-28: no sessions; every request stands for itself and says who asks and what it can answer.
import type { ServerDescription } from '#shared/contract/catalogue.ts';
import type { JsonObject } from '#shared/json.ts';
import type { Deadline } from './deadline.ts';
import { upstreamErrors } from './errors.ts';
import { readEvents } from './event-stream.ts';
import { type Answer, readMessage } from './message.ts';
import { headerValue, nameOf, parameterHeaders } from './mirrored-headers.ts';
import { readAnswer } from './read-answer.ts';
import { metaKeys, modernRevision } from './revisions.ts';
import {
  capabilitiesFor,
  changeOf,
  composeParams,
  createNotificationSink,
  describeServer,
  type Outgoing,
  type ResultText,
  type WatchInput,
  type Wire,
  type WireDeps,
} from './wire.ts';

const baseHeaders = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
  'mcp-protocol-version': modernRevision,
};

export interface ModernPost {
  method: string;
  paramsText: string;
  id: number;
  headers: Record<string, string>;
  deadline: Pick<Deadline, 'signal' | 'touch'>;
  firstByteMilliseconds?: number;
  standing?: boolean;
}

/** The answer to one modern request as it came, for negotiation and for the wire. */
export const postModern = (deps: WireDeps, url: URL, post: ModernPost) =>
  deps.exchange({
    method: 'POST',
    url,
    headers: { ...baseHeaders, 'mcp-method': post.method, ...post.headers },
    body: `{"jsonrpc":"2.0","id":${post.id},"method":${JSON.stringify(post.method)},"params":${post.paramsText}}`,
    deadline: post.deadline,
    ...(post.firstByteMilliseconds ? { firstByteMilliseconds: post.firstByteMilliseconds } : {}),
    ...(post.standing ? { standing: true } : {}),
  });

/** The members of `_meta` that every request must have, as JSON text without braces (§basic#_meta). */
export const metaHead = (deps: WireDeps, capabilities: JsonObject): string =>
  `"${metaKeys.protocolVersion}":"${modernRevision}","${metaKeys.clientInfo}":${JSON.stringify(deps.clientInfo)},"${metaKeys.clientCapabilities}":${JSON.stringify(capabilities)}`;

export const describeModern = (discovered: JsonObject): ServerDescription =>
  describeServer(
    { era: 'modern', protocolVersion: modernRevision, transport: 'streamable-http' },
    discovered,
  );

/** A connection to a server that answered `server/discover`; it holds no state but the server's description. */
export function createModernWire(deps: WireDeps, server: ServerDescription): Wire {
  const url = new URL(deps.target.url);
  const { host } = url;
  // The two usual sets of capabilities are written once.
  const headPlain = metaHead(deps, capabilitiesFor({}));
  const headAsking = metaHead(deps, capabilitiesFor({ returnInputRequired: true }));

  const metaOf = ({ options }: Outgoing, token: number): string => {
    const head = options.clientCapabilities
      ? metaHead(deps, options.clientCapabilities)
      : options.onServerRequest || options.returnInputRequired
        ? headAsking
        : headPlain;
    const progress = options.onProgress ? `,"progressToken":${token}` : '';
    const logging = options.onLog ? `,"${metaKeys.logLevel}":"debug"` : '';
    return head + progress + logging;
  };

  const send = async (request: Outgoing): Promise<ResultText> => {
    const id = deps.nextId();
    const name = nameOf(request.method, request.params);
    const answer = await postModern(deps, url, {
      method: request.method,
      paramsText: composeParams(request, metaOf(request, id)),
      id,
      headers: {
        ...(name === undefined ? {} : { 'mcp-name': headerValue(name) }),
        ...parameterHeaders(request.tool, request.params),
      },
      deadline: request.deadline,
    });
    const sink = createNotificationSink(id, request);
    const found = await readAnswer({
      url,
      answer,
      id,
      limits: deps.limits,
      // Servers send no requests in this era; what is no notification is dropped.
      onMessage: (message) => message.kind === 'notification' && sink(message),
    });
    return resultOf(host, found);
  };

  return {
    server,
    send,
    watch: (input) => listen(deps, url, server, input),
    close: async () => {},
  };
}

/** The result of an answer, or its error thrown; a stream that ended without one is cut (R05: the request is lost). */
export function resultOf(host: string, answer: Answer | undefined): ResultText {
  if (!answer) throw upstreamErrors.cut(host);
  if (answer.kind === 'error') throw upstreamErrors.rpc(host, answer.error);
  return answer;
}

const declares = (server: ServerDescription, area: string, flag: string): boolean =>
  (server.capabilities[area] as JsonObject | undefined)?.[flag] === true;

/** One `subscriptions/listen` stream (§patterns/subscriptions). */
async function listen(
  deps: WireDeps,
  url: URL,
  server: ServerDescription,
  input: WatchInput,
): Promise<boolean> {
  const { host } = url;
  const filter: JsonObject = {
    ...(declares(server, 'tools', 'listChanged') ? { toolsListChanged: true } : {}),
    ...(declares(server, 'prompts', 'listChanged') ? { promptsListChanged: true } : {}),
    ...(declares(server, 'resources', 'listChanged') ? { resourcesListChanged: true } : {}),
    ...(input.resources.length > 0 && declares(server, 'resources', 'subscribe')
      ? { resourceSubscriptions: input.resources }
      : {}),
  };
  if (Object.keys(filter).length === 0) return false;
  const id = deps.nextId();
  const answer = await postModern(deps, url, {
    method: 'subscriptions/listen',
    paramsText: `{"_meta":{${metaHead(deps, {})}},"notifications":${JSON.stringify(filter)}}`,
    id,
    headers: {},
    deadline: { signal: input.signal, touch() {} },
    firstByteMilliseconds: deps.limits.idleMilliseconds,
    standing: true,
  });
  if (!answer.stream) {
    const found = await readAnswer({ url, answer, id, limits: deps.limits, onMessage() {} });
    resultOf(host, found);
    return false;
  }
  for await (const event of readEvents(host, answer.stream, deps.limits, {}, true)) {
    if (event.data === '') continue;
    const message = readMessage(host, event.data, deps.limits.depth);
    if (message.kind === 'notification' && message.method === 'notifications/subscriptions/acknowledged') {
      input.onOpen();
    }
    const change = changeOf(message);
    if (change) input.onChange(change);
    // Its own result ends the subscription in good order.
    if (message.kind === 'result' && message.id === id) return true;
    if (message.kind === 'error') throw upstreamErrors.rpc(host, message.error);
  }
  return true;
}
