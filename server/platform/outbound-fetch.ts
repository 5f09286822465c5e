/** What one outbound request may use; defaults in `outbound-fetch.ts`, all enforced after decompression. */
export interface OutboundLimits {
  connectMilliseconds: number;
  firstByteMilliseconds: number;
  /** Whole exchange; a stream may ask for more with `totalMilliseconds: null` and is then bounded by its events. */
  totalMilliseconds: number | null;
  responseBytes: number;
  sseLineBytes: number;
  sseEvents: number;
}

export interface OutboundInit extends RequestInit {
  limits?: Partial<OutboundLimits>;
  /** PEM certificates of a private authority, for this request's host only. */
  certificateAuthority?: string;
}

/**
 * The only way out of the process. Same shape as `fetch`, so that libraries take it.
 * Refuses addresses that are not public unless the administrator listed that host:port,
 * follows no redirect by itself, counts decompressed bytes.
 */
export type OutboundFetch = (input: string | URL | Request, init?: OutboundInit) => Promise<Response>;
