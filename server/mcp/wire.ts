// What every era's way of talking has in common.

import { icon, type ServerDescription, type Tool } from '#shared/contract/catalogue.ts';
import type { JsonObject } from '#shared/json.ts';
import type { Log } from '../platform/log.ts';
import type { StopSignal } from '../platform/stop-signal.ts';
import type { Deadline } from './deadline.ts';
import type { Exchange } from './exchange.ts';
import type { UpstreamLimits } from './limits.ts';
import type { Message } from './message.ts';
import { type ClientInfo, metaKeys } from './revisions.ts';
import type { UpstreamChange, UpstreamRequestOptions, UpstreamTarget } from './upstream.ts';

export interface WireDeps {
  target: UpstreamTarget;
  exchange: Exchange;
  limits: UpstreamLimits;
  clientInfo: ClientInfo;
  log: Log;
  /** JSON-RPC ids, unique on one connection. */
  nextId: () => number;
}

/** One request on its way out. */
export interface Outgoing {
  method: string;
  params: JsonObject;
  /** JSON text of `params`, when it may go out as it is. */
  paramsText?: string;
  tool?: Tool;
  deadline: Deadline;
  options: UpstreamRequestOptions;
}

export interface ResultText {
  text: string;
  resultType: string;
}

export interface WatchInput {
  resources: string[];
  /** What the server declares that it tells about. */
  signal: StopSignal;
  onChange: (change: UpstreamChange) => void;
  /** The stream stands. */
  onOpen: () => void;
}

export interface Wire {
  readonly server: ServerDescription;
  /** Resolves with the result; a JSON-RPC error throws `upstream_error` with `details.rpcError`. */
  send(request: Outgoing): Promise<ResultText>;
  /** Runs until the stream ends (resolves), breaks (throws) or `signal` aborts. False: the server has none. */
  watch(input: WatchInput): Promise<boolean>;
  close(): Promise<void>;
}

/** Default capabilities: questions to the person, and Apps; never sampling or roots (deprecated). */
export function capabilitiesFor(options: UpstreamRequestOptions): JsonObject {
  if (options.clientCapabilities) return options.clientCapabilities;
  return {
    ...(options.onServerRequest || options.returnInputRequired ? { elicitation: { form: {}, url: {} } } : {}),
    extensions: { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } },
  };
}

/** True when a request like `method` of the server was declared as answerable. */
export function wasOffered(method: string, capabilities: JsonObject): boolean {
  const needed: Record<string, string> = {
    'elicitation/create': 'elicitation',
    'sampling/createMessage': 'sampling',
    'roots/list': 'roots',
  };
  const capability = needed[method];
  return capability !== undefined && capabilities[capability] !== undefined;
}

/** `params` as JSON text with `meta` in its `_meta`; `paramsText` goes out as it is where it can. */
export function composeParams(request: Outgoing, metaText: string): string {
  const { params, paramsText, options } = request;
  if (paramsText !== undefined && params._meta === undefined && options.meta === undefined) {
    const open = paramsText.indexOf('{');
    const rest = paramsText.slice(open + 1).trimStart();
    if (metaText === '') return paramsText;
    return rest.startsWith('}') ? `{"_meta":{${metaText}}}` : `{"_meta":{${metaText}},${rest}`;
  }
  if (params._meta === undefined && options.meta === undefined) {
    const text = JSON.stringify(params);
    if (metaText === '') return text;
    return text === '{}' ? `{"_meta":{${metaText}}}` : `{"_meta":{${metaText}},${text.slice(1)}`;
  }
  const { _meta, ...rest } = params;
  const meta = {
    ...(_meta as JsonObject | undefined),
    ...options.meta,
    ...(JSON.parse(`{${metaText}}`) as JsonObject),
  };
  return JSON.stringify(Object.keys(meta).length > 0 ? { ...rest, _meta: meta } : rest);
}

/** Progress and log messages to whoever waits for them; progress that does not rise is dropped (§patterns/progress). */
export function createNotificationSink(token: number, request: Outgoing) {
  let last = Number.NEGATIVE_INFINITY;
  return (message: Extract<Message, { kind: 'notification' }>): void => {
    const { params } = message;
    if (message.method === 'notifications/progress') {
      if (params.progressToken !== token || typeof params.progress !== 'number' || params.progress <= last)
        return;
      last = params.progress;
      request.deadline.touch();
      request.options.onProgress?.({
        progress: params.progress,
        ...(typeof params.total === 'number' ? { total: params.total } : {}),
        ...(typeof params.message === 'string' ? { message: params.message } : {}),
      });
    } else if (message.method === 'notifications/message') {
      request.options.onLog?.({
        level: typeof params.level === 'string' ? params.level : 'info',
        ...(typeof params.logger === 'string' ? { logger: params.logger } : {}),
        data: params.data,
      });
    }
  };
}

/** What a change notification says, if it is one. */
export function changeOf(message: Message): UpstreamChange | undefined {
  if (message.kind !== 'notification') return undefined;
  switch (message.method) {
    case 'notifications/tools/list_changed':
      return { kind: 'tools' };
    case 'notifications/resources/list_changed':
      return { kind: 'resources' };
    case 'notifications/prompts/list_changed':
      return { kind: 'prompts' };
    case 'notifications/resources/updated':
      return typeof message.params.uri === 'string'
        ? { kind: 'resource', uri: message.params.uri }
        : undefined;
    default:
      return undefined;
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value ? value : undefined);

/** What `serverInfo` and its surroundings say, each field only where it has the right shape. */
export function describeServer(
  fixed: Pick<ServerDescription, 'era' | 'protocolVersion' | 'transport'>,
  result: JsonObject,
): ServerDescription {
  const meta = result._meta as JsonObject | undefined;
  const info = ((meta?.[metaKeys.serverInfo] ?? result.serverInfo) as JsonObject | undefined) ?? {};
  const capabilities = result.capabilities;
  const icons = Array.isArray(info.icons)
    ? info.icons.slice(0, 20).flatMap((item) => icon.safeParse(item).data ?? [])
    : [];
  return {
    ...fixed,
    name: text(info.name) ?? '',
    ...(text(info.title) ? { title: text(info.title) } : {}),
    version: text(info.version) ?? '',
    ...(text(info.websiteUrl) ? { websiteUrl: text(info.websiteUrl) } : {}),
    ...(icons.length > 0 ? { icons } : {}),
    ...(text(result.instructions) ? { instructions: text(result.instructions) } : {}),
    capabilities:
      typeof capabilities === 'object' && capabilities !== null && !Array.isArray(capabilities)
        ? capabilities
        : {},
  };
}
