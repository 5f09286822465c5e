// The fast lane out for the hot path: undici's dispatch without Request, Response or web streams.

import { PassThrough, type Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import type { Log } from './log.ts';
import type { AddressGuard } from './outbound-address.ts';
import type { OutboundAgents } from './outbound-agents.ts';
import { outboundFailure } from './outbound-failure.ts';
import { createMeter, type OutboundLimits, singleEncoding, startTimers } from './outbound-limits.ts';
import { checkTarget } from './outbound-target.ts';
import { unpackBody, unpackStream } from './outbound-unpack.ts';
import type { StopSignal } from './stop-signal.ts';

export interface OutboundRequestOptions {
  /** A URL object that is kept and reused saves parsing it for every call. */
  url: string | URL;
  method?: 'GET' | 'POST' | 'DELETE' | 'PUT';
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** As in `OutboundInit`. */
  pool?: string;
  limits?: Partial<OutboundLimits>;
  certificateAuthority?: string;
  plainHttp?: boolean;
  signal?: StopSignal;
  /** True for answers to hand on as they come (`text/event-stream`); otherwise the whole body is collected. */
  streamWhen?: (status: number, headers: ResponseHeaders) => boolean;
}

export type ResponseHeaders = Record<string, string | string[] | undefined>;

export type OutboundAnswer =
  | { status: number; headers: ResponseHeaders; body: Buffer; stream?: undefined }
  | { status: number; headers: ResponseHeaders; body?: undefined; stream: Readable };

/** As `OutboundFetch`, same guard, caps and errors; a redirect comes back as the answer it is. */
export type OutboundRequest = (options: OutboundRequestOptions) => Promise<OutboundAnswer>;

interface Lane {
  guard: AddressGuard;
  agents: OutboundAgents;
  limits: OutboundLimits;
  log: Log;
}

export function createRequestLane(lane: Lane): OutboundRequest {
  return (options) =>
    new Promise((resolve, reject) => {
      let url: URL;
      let limits: OutboundLimits;
      try {
        url = checkTarget(lane.guard, options.url, options.plainHttp ?? false);
        limits = options.limits ? { ...lane.limits, ...options.limits } : lane.limits;
        options.signal?.throwIfAborted();
      } catch (error) {
        reject(error);
        return;
      }
      const agent = lane.agents.agentFor(
        options.pool ?? '',
        options.certificateAuthority,
        limits.connectMilliseconds,
      );
      agent.dispatch(
        {
          origin: url.origin,
          path: url.pathname + url.search,
          method: options.method ?? 'POST',
          headers: options.headers,
          body: options.body,
        },
        createAnswerHandler({ host: url.host, limits, options, resolve, reject }),
      );
    });
}

interface Exchange {
  host: string;
  limits: OutboundLimits;
  options: OutboundRequestOptions;
  resolve(answer: OutboundAnswer): void;
  reject(error: unknown): void;
}

function createAnswerHandler(exchange: Exchange): Dispatcher.DispatchHandler {
  const { host, limits, options } = exchange;
  let control: Dispatcher.DispatchController | undefined;
  let stopped: Error | undefined;
  let head: AnswerHead = { status: 0, headers: {}, encoding: '' };
  let meter: (chunk: Uint8Array) => void = () => {};
  let sink: PassThrough | undefined;
  const chunks: Buffer[] = [];

  const stop = (thrown: unknown): void => {
    if (stopped) return;
    stopped = thrown instanceof Error ? thrown : new Error('The request was aborted', { cause: thrown });
    end();
    // Before the request has its socket there is nothing to abort; `onRequestStart` does it then.
    control?.abort(stopped);
    exchange.reject(thrown);
    sink?.destroy(stopped);
  };
  const cancelled = (): void => stop(options.signal?.reason);
  options.signal?.addEventListener('abort', cancelled, { once: true });
  const timers = startTimers(host, limits, stop);
  const end = (): void => {
    timers.end();
    options.signal?.removeEventListener('abort', cancelled);
  };

  return {
    onRequestStart(controller) {
      control = controller;
      if (stopped) controller.abort(stopped);
    },
    onResponseStart(controller, status, headers) {
      if (status < 200) return;
      timers.headersCame();
      try {
        head = { status, headers, encoding: singleEncoding(host, one(headers['content-encoding'])) };
        meter = createMeter(host, limits, isEventStream(headers));
        if (!options.streamWhen?.(status, headers)) return;
        sink = new PassThrough();
        sink.on('drain', () => controller.resume());
        const stream = head.encoding === '' ? sink : unpackStream(sink, head.encoding, meter);
        if (head.encoding !== '') meter = () => {};
        stream.on('close', () => {
          if (!stream.readableEnded) stop(new Error('The reader of the answer went away'));
        });
        exchange.resolve({ status, headers: withoutPacking(head), stream });
      } catch (error) {
        stop(error);
      }
    },
    onResponseData(controller, chunk) {
      if (stopped) return;
      try {
        meter(chunk);
        if (!sink) chunks.push(chunk);
        else if (!sink.write(chunk)) controller.pause();
      } catch (error) {
        stop(error);
      }
    },
    onResponseEnd() {
      end();
      if (sink) sink.end();
      else collect(exchange, head, chunks);
    },
    onResponseError(_controller, error) {
      stop(outboundFailure(host, error, limits.connectMilliseconds));
    },
  };
}

interface AnswerHead {
  status: number;
  headers: ResponseHeaders;
  encoding: string;
}

function collect({ host, limits, resolve, reject }: Exchange, head: AnswerHead, chunks: Buffer[]): void {
  const body = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
  if (head.encoding === '') {
    resolve({ status: head.status, headers: head.headers, body });
    return;
  }
  unpackBody(head.encoding, body, host, limits)
    .then((unpacked) => {
      createMeter(host, limits, isEventStream(head.headers))(unpacked);
      resolve({ status: head.status, headers: withoutPacking(head), body: unpacked });
    })
    .catch(reject);
}

const one = (header: string | string[] | undefined): string =>
  Array.isArray(header) ? header.join(',') : (header ?? '');

const isEventStream = (headers: ResponseHeaders): boolean =>
  /^text\/event-stream\s*(;|$)/i.test(one(headers['content-type']));

function withoutPacking({ headers, encoding }: AnswerHead): ResponseHeaders {
  if (encoding === '') return headers;
  const { 'content-encoding': _, 'content-length': _length, ...rest } = headers;
  return rest;
}
