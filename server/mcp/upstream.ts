// What the rest of Causeway knows of a remote MCP server: one interface for every era and transport.

import type { Catalogue, ServerDescription, Tool } from '#shared/contract/catalogue.ts';
import type { JsonObject } from '#shared/json.ts';
import type { CredentialSource } from '../platform/credential.ts';
import type { StopSignal } from '../platform/stop-signal.ts';

export interface UpstreamTarget {
  /** Identity for pools and caches: person, account and connector, so that bytes never cross. */
  key: string;
  url: string;
  transport: 'auto' | 'streamable-http' | 'http+sse';
  credential: CredentialSource;
  certificateAuthority?: string;
}

/** A request that the server sends to us in the middle of ours: elicitation, sampling, roots (legacy) or MRTR (modern). */
export interface ServerRequest {
  /** Key in `inputRequests` (modern) or the JSON-RPC id as text (legacy). */
  key: string;
  method: string;
  params: JsonObject;
}

export interface UpstreamRequest {
  method: 'tools/call' | 'resources/read' | 'prompts/get' | 'completion/complete' | (string & {});
  params: JsonObject;
}

export interface UpstreamRequestOptions {
  signal?: StopSignal;
  /** Without news for this long the request ends with `upstream_timeout`. Progress starts it again. */
  idleMilliseconds?: number;
  /** Whole time, even with progress. */
  totalMilliseconds?: number;
  onProgress?: (progress: { progress: number; total?: number; message?: string }) => void;
  onLog?: (entry: { level: string; logger?: string; data: unknown }) => void;
  /** Absent: the request declares no elicitation capability. Answers are JSON-RPC results. */
  onServerRequest?: (request: ServerRequest) => Promise<JsonObject>;
  /** Our pinned definition, for `x-mcp-header` arguments and for output validation. */
  tool?: Tool;
  /** True: an `input_required` result comes back as it is, instead of being answered through `onServerRequest`. */
  returnInputRequired?: boolean;
  /** Capabilities to declare upstream instead of the defaults (gateway: what the client declared). */
  clientCapabilities?: JsonObject;
  /** Extra `_meta` to send (trace context, a gateway client's own keys). */
  meta?: JsonObject;
}

/** A JSON-RPC result exactly as the server gave it, `_meta` and unknown fields included. */
export type UpstreamResult = JsonObject;

export interface UpstreamConnection {
  readonly target: UpstreamTarget;
  readonly server: ServerDescription;
  /** Lists everything the server declares, all pages, within caps; notes say why a list is empty or cut. */
  list(options?: { signal?: StopSignal }): Promise<Catalogue>;
  /** Sends one request. Throws an AppError of `mcp/errors.ts`; `outcome` in its details says `not-sent`, `error` or `unknown`. */
  request(request: UpstreamRequest, options?: UpstreamRequestOptions): Promise<UpstreamResult>;
  /**
   * As `request`, but the result stays the JSON text the server sent, for doors that pass it on unread.
   * `paramsText`, when given, is the JSON text of `request.params` and goes out as it is where the era allows.
   */
  requestText(
    request: UpstreamRequest & { paramsText?: string },
    options?: UpstreamRequestOptions,
  ): Promise<string>;
  /** Watches list changes and, where given, resources; re-listens by itself with back-off. */
  watch(filter: { resources?: string[] }, listener: (change: UpstreamChange) => void): () => void;
  close(): Promise<void>;
}

export type UpstreamChange =
  | { kind: 'tools' }
  | { kind: 'resources' }
  | { kind: 'prompts' }
  | { kind: 'resource'; uri: string };

/** One living connection per target key; concurrent callers share it; a lost session is opened again once for all. */
export interface Upstreams {
  open(target: UpstreamTarget, options?: { signal?: StopSignal }): Promise<UpstreamConnection>;
  /** Drops the connection and what is known of it (URL, sign-in or account changed). */
  forget(key: string): Promise<void>;
  closeAll(): Promise<void>;
}
