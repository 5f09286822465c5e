// A route is data too: an endpoint with its handler. Features export lists of them; http/bind.ts serves them.
import type { AnyEndpoint, BodyOf, ParamsOf, QueryOf, ResponseOf } from '#shared/contract/endpoint.ts';

/** Who is asking, after the session cookie or access token was checked. */
export interface Actor {
  personId: string;
  role: 'owner' | 'administrator' | 'member';
  via: 'session' | 'token';
  /** For tokens: what they may do. A session may do everything its person may. */
  scopes: readonly ('read' | 'write' | 'call')[];
  /** Session or token id, for the record. */
  viaId: string;
}

export interface RouteContext<E> {
  /** Present on every endpoint that is not `public`. */
  actor: E extends { access: 'public' } ? Actor | undefined : Actor;
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  request: Request;
  /** Aborts when the client goes away. */
  signal: AbortSignal;
}

export interface Route {
  endpoint: AnyEndpoint;
  handle: (context: RouteContext<AnyEndpoint>) => Promise<unknown> | AsyncIterable<unknown>;
}

/**
 * Joins an endpoint and its handler; an `events` endpoint's handler is an async generator. A handler that needs
 * more than JSON (cookies, a redirect, a file) answers with a `Response` of its own.
 */
export function route<E extends AnyEndpoint>(
  endpoint: E,
  handle: (context: RouteContext<E>) => Promise<ResponseOf<E> | Response> | AsyncIterable<ResponseOf<E>>,
): Route {
  return { endpoint, handle: handle as Route['handle'] };
}
