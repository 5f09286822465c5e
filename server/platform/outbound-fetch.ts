// The only way out of the process. Every socket is checked, every answer is capped, no redirect leaves its origin.
import { type RequestInit as UndiciRequestInit, fetch as undiciFetch } from 'undici';
import type { Log } from './log.ts';
import type { AddressGuard } from './outbound-address.ts';
import { createAddressGuard } from './outbound-address.ts';
import {
  createOutboundAgents,
  createResolveHost,
  type OutboundAgents,
  type ResolveHost,
} from './outbound-agents.ts';
import { outboundErrors } from './outbound-errors.ts';
import { outboundFailure } from './outbound-failure.ts';
import {
  createMeter,
  defaultOutboundLimits,
  type OutboundLimits,
  singleEncoding,
  startTimers,
} from './outbound-limits.ts';
import { createRequestLane, type OutboundRequest } from './outbound-request.ts';
import { checkTarget } from './outbound-target.ts';

export type { OutboundLimits } from './outbound-limits.ts';

export interface OutboundInit extends RequestInit {
  limits?: Partial<OutboundLimits>;
  /** PEM certificates of a private authority, trusted for this request besides the usual ones. */
  certificateAuthority?: string;
  /** Whose connections these are (person and account); pools with different keys share no socket. */
  pool?: string;
  /** The person wrote `http://`; without it http goes to this machine and to listed hosts only. */
  plainHttp?: boolean;
  /** How many redirects within the same origin are followed; none when absent. Another origin is always refused. */
  sameOriginRedirects?: number;
}

/**
 * Same shape as `fetch`, so that libraries take it.
 * Refuses addresses that are not public unless the administrator listed that host:port, follows no redirect by
 * itself (`redirect: 'manual'` hands the 3xx answer back), counts decompressed bytes. Throws AppErrors of
 * `outbound-errors.ts`; an abort by the caller's signal throws that signal's reason.
 */
export type OutboundFetch = (input: string | URL | Request, init?: OutboundInit) => Promise<Response>;

export interface OutboundDeps {
  /** `host:port`, `host:*`, or `loopback`; see `createAddressGuard`. */
  allow: readonly string[];
  /** Where they differ from `defaultOutboundLimits`. */
  limits?: Partial<OutboundLimits>;
  resolve?: ResolveHost;
  log: Log;
}

export interface Outbound {
  fetch: OutboundFetch;
  /** The fast lane on the same pools and guard. */
  request: OutboundRequest;
  guard: AddressGuard;
  close(): Promise<void>;
}

/** Both lanes out, on shared pools. */
export function createOutbound(deps: OutboundDeps): Outbound {
  const guard = createAddressGuard(deps.allow);
  const agents = createOutboundAgents({ guard, resolve: deps.resolve ?? createResolveHost() });
  const limits = { ...defaultOutboundLimits, ...deps.limits };
  return {
    guard,
    fetch: createFetchLane({ guard, agents, limits, log: deps.log }),
    request: createRequestLane({ guard, agents, limits, log: deps.log }),
    close: () => agents.close(),
  };
}

export const createOutboundFetch = (deps: OutboundDeps): OutboundFetch => createOutbound(deps).fetch;
export const createOutboundRequest = (deps: OutboundDeps): OutboundRequest => createOutbound(deps).request;

interface Lane {
  guard: AddressGuard;
  agents: OutboundAgents;
  limits: OutboundLimits;
  log: Log;
}

function createFetchLane(lane: Lane): OutboundFetch {
  return async (input, init = {}) => {
    let request = await asPlainRequest(input, init);
    let url = checkTarget(lane.guard, request.url, init.plainHttp ?? false);
    const origin = url.origin;
    for (let hops = init.sameOriginRedirects ?? 0; ; hops--) {
      const response = await exchange(lane, url, request, init);
      if (!isRedirect(response.status) || init.redirect === 'manual') return response;
      await response.body?.cancel();
      const next = URL.parse(response.headers.get('location') ?? '', url);
      if (hops <= 0 || next?.origin !== origin || typeof request.init.body === 'object') {
        throw outboundErrors.redirect(url.host, response.status);
      }
      url = checkTarget(lane.guard, next, init.plainHttp ?? false);
      if (response.status === 303 || (response.status < 303 && request.init.method === 'POST')) {
        request = { url: url.href, init: { ...request.init, method: 'GET', body: undefined } };
      }
    }
  };
}

interface PlainRequest {
  url: string;
  init: UndiciRequestInit;
}

/** A `Request` may come from another implementation of fetch; taken apart, it fits ours. */
async function asPlainRequest(input: string | URL | Request, init: OutboundInit): Promise<PlainRequest> {
  const {
    limits: _,
    certificateAuthority: _c,
    pool: _p,
    plainHttp: _h,
    sameOriginRedirects: _r,
    ...rest
  } = init;
  if (typeof input === 'string' || input instanceof URL) {
    return { url: String(input), init: rest as UndiciRequestInit };
  }
  const body = init.body === undefined && input.body ? Buffer.from(await input.arrayBuffer()) : undefined;
  return {
    url: input.url,
    init: {
      method: input.method,
      headers: [...input.headers],
      signal: input.signal,
      ...(body ? { body } : {}),
      ...(rest as UndiciRequestInit),
    },
  };
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

async function exchange(lane: Lane, url: URL, request: PlainRequest, init: OutboundInit): Promise<Response> {
  const limits = { ...lane.limits, ...init.limits };
  const deadline = createDeadline(url.host, limits, request.init.signal ?? undefined);
  try {
    const response = await undiciFetch(url, {
      ...request.init,
      redirect: 'manual',
      signal: deadline.signal,
      dispatcher: lane.agents.agentFor(
        init.pool ?? '',
        init.certificateAuthority,
        limits.connectMilliseconds,
      ),
    });
    deadline.headersCame();
    singleEncoding(url.host, response.headers.get('content-encoding') ?? '');
    return capped(url, response as unknown as Response, limits, deadline);
  } catch (thrown) {
    const reason = deadline.reason();
    deadline.end();
    if (reason !== undefined) throw reason;
    const error = outboundFailure(url.host, thrown, limits.connectMilliseconds);
    lane.log.debug('outbound request failed', { host: url.host, code: error.code });
    throw error;
  }
}

interface Deadline {
  signal: AbortSignal;
  headersCame(): void;
  abort(reason: unknown): void;
  end(): void;
  /** Why the exchange was aborted; undefined when it was not. */
  reason(): unknown;
}

/** One signal out of the caller's and our two timers. */
function createDeadline(host: string, limits: OutboundLimits, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  const outerAborted = (): void => controller.abort(outer?.reason);
  if (outer?.aborted) outerAborted();
  outer?.addEventListener('abort', outerAborted, { once: true });
  const timers = startTimers(host, limits, (error) => controller.abort(error));
  return {
    signal: controller.signal,
    headersCame: timers.headersCame,
    abort: (reason) => controller.abort(reason),
    end() {
      timers.end();
      outer?.removeEventListener('abort', outerAborted);
    },
    reason: () => (controller.signal.aborted ? controller.signal.reason : undefined),
  };
}

/** The same answer with its body metered; headers about the packed form are dropped, since the body is unpacked. */
function capped(url: URL, response: Response, limits: OutboundLimits, deadline: Deadline): Response {
  const headers = new Headers([...response.headers]);
  if (headers.has('content-encoding')) {
    headers.delete('content-encoding');
    headers.delete('content-length');
  }
  const reader = response.body?.getReader();
  if (!reader) deadline.end();
  const body = reader
    ? meteredBody(reader, url.host, limits, deadline, isEventStream(headers.get('content-type')))
    : null;
  const wrapped = new Response(body, { status: response.status, statusText: response.statusText, headers });
  Object.defineProperty(wrapped, 'url', { value: url.href });
  return wrapped;
}

function meteredBody(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  host: string,
  limits: OutboundLimits,
  deadline: Deadline,
  eventStream: boolean,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const meter = createMeter(host, limits, eventStream);
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          deadline.end();
          controller.close();
          return;
        }
        meter(value);
        controller.enqueue(value as Uint8Array<ArrayBuffer>);
      } catch (thrown) {
        const reason = deadline.reason() ?? outboundFailure(host, thrown, limits.connectMilliseconds);
        deadline.end();
        deadline.abort(reason);
        controller.error(reason);
      }
    },
    async cancel(reason) {
      deadline.end();
      await reader.cancel(reason);
    },
  });
}

const isEventStream = (contentType: string | null): boolean =>
  contentType !== null && /^text\/event-stream\s*(;|$)/i.test(contentType);
