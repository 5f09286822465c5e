// One HTTP exchange as this folder sees it. `OutboundRequest` of the platform is such a lane; where there is
// only `OutboundFetch`, this file makes one of it.

import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { OutboundFetch } from '../platform/outbound-fetch.ts';
import type { OutboundAnswer, OutboundRequest, ResponseHeaders } from '../platform/outbound-request.ts';
import { asAbortSignal } from '../platform/stop-signal.ts';

/** Redirects come back as the answers they are. Throws AppErrors with `details.outcome`, or the signal's reason. */
export type Lane = OutboundRequest;
export type LaneAnswer = OutboundAnswer;

export const headerOf = (headers: ResponseHeaders, name: string): string | null => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
};

export const isEventStream = (headers: ResponseHeaders): boolean =>
  /^text\/event-stream\s*(;|$)/i.test(headerOf(headers, 'content-type') ?? '');

/** A lane over `fetch`; slower, with the same guard, caps and errors. */
export function laneFromFetch(outboundFetch: OutboundFetch): Lane {
  return async ({ url, streamWhen, body, signal, ...request }) => {
    const response = await outboundFetch(url, {
      ...request,
      ...(body === undefined ? {} : { body: String(body) }),
      ...(signal ? { signal: asAbortSignal(signal) } : {}),
      redirect: 'manual',
    });
    const headers = Object.fromEntries(response.headers);
    if (streamWhen?.(response.status, headers)) {
      const stream = response.body ? Readable.fromWeb(response.body as ReadableStream) : Readable.from([]);
      return { status: response.status, headers, stream };
    }
    return { status: response.status, headers, body: Buffer.from(await response.arrayBuffer()) };
  };
}
