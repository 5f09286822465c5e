// One HTTP exchange as this folder sees it. `OutboundRequest` of the platform is such a lane; where there is
// only `OutboundFetch`, this file makes one of it.
import { Readable } from 'node:stream';
import { AppError } from '#shared/app-error.ts';
import type { OutboundFetch, OutboundLimits } from '../platform/outbound-fetch.ts';

export type HeaderValues = Record<string, string | string[] | undefined>;

export interface LaneRequest {
  url: string | URL;
  method?: 'GET' | 'POST' | 'DELETE';
  headers?: Record<string, string>;
  body?: string;
  /** Whose connections these are; pools with different keys share no socket. */
  pool?: string;
  limits?: Partial<OutboundLimits>;
  certificateAuthority?: string;
  plainHttp?: boolean;
  signal?: AbortSignal;
  streamWhen?: (status: number, headers: HeaderValues) => boolean;
}

export type LaneAnswer =
  | { status: number; headers: HeaderValues; body: Buffer; stream?: undefined }
  | { status: number; headers: HeaderValues; body?: undefined; stream: Readable };

/** Redirects come back as the answers they are. Throws AppErrors with `details.outcome`, or the signal's reason. */
export type Lane = (request: LaneRequest) => Promise<LaneAnswer>;

export const headerOf = (headers: HeaderValues, name: string): string | null => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
};

export const isEventStream = (headers: HeaderValues): boolean =>
  /^text\/event-stream\s*(;|$)/i.test(headerOf(headers, 'content-type') ?? '');

/** A lane over `fetch`; slower, with the same guard, caps and errors. */
export function laneFromFetch(outboundFetch: OutboundFetch): Lane {
  return async ({ url, streamWhen, plainHttp: _plain, pool: _pool, ...request }) => {
    const response = await outboundFetch(url, {
      ...request,
      redirect: 'manual',
      ...({ pool: _pool, plainHttp: _plain } as object),
    }).catch((thrown: unknown) => {
      throw asFailure(url, thrown, request.signal);
    });
    const headers = Object.fromEntries(response.headers);
    if (streamWhen?.(response.status, headers)) {
      const stream = response.body
        ? Readable.fromWeb(response.body as import('node:stream/web').ReadableStream)
        : Readable.from([]);
      return { status: response.status, headers, stream };
    }
    const body = await response.arrayBuffer().catch((thrown: unknown) => {
      throw asFailure(url, thrown, request.signal);
    });
    return { status: response.status, headers, body: Buffer.from(body) };
  };
}

const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

function asFailure(url: string | URL, thrown: unknown, signal: AbortSignal | undefined): unknown {
  if (signal?.aborted) return signal.reason;
  if (thrown instanceof AppError) return thrown;
  const cause = thrown instanceof Error ? (thrown.cause as { code?: unknown } | undefined) : undefined;
  const code = typeof cause?.code === 'string' ? cause.code : '';
  const { host } = new URL(url);
  return new AppError({
    code: code === 'ECONNREFUSED' ? 'connection_refused' : 'connection_lost',
    status: 502,
    message: `The connection to ${host} did not work (${code || 'unknown reason'}).`,
    fix: 'Check the address and that the server is running.',
    details: { host, outcome: neverSent.has(code) ? 'not-sent' : 'unknown' },
    cause: thrown,
  });
}
