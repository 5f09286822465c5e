// An endpoint is data: the server binds it, the clients call it, the tests walk it.
import type { z } from 'zod';

/** Who may call: anybody, a signed-in person (session or access token), or an administrator. */
export type Access = 'public' | 'person' | 'administrator';

/** What a personal access token needs to be accepted here; `session` means that no token is (browser only). */
export type TokenScope = 'read' | 'write' | 'call' | 'session';

type Shape = z.ZodType;

export interface Endpoint<
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends Shape = Shape,
  Response extends Shape = Shape,
> {
  /** Unique, `resource.verb`: `connectors.add`. */
  id: string;
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** `/api/connectors/:connectorId`; every `:name` stands in `params`. */
  path: string;
  access: Access;
  scope: TokenScope;
  summary: string;
  params?: Params;
  query?: Query;
  body?: Body;
  /** Schema of the JSON answer, checked on both sides. For `answer: 'events'`, of each event. */
  response: Response;
  /** Largest body in bytes, 1 MiB when absent. */
  maxBodyBytes?: number;
  /** `json` (default) or `events`: a stream of server-sent events, each `data:` one JSON value of `response`. */
  answer?: 'json' | 'events';
}

/** Declares an endpoint and keeps its exact types. */
export function defineEndpoint<
  Response extends Shape,
  Params extends Shape = z.ZodObject<Record<never, never>>,
  Query extends Shape = z.ZodObject<Record<never, never>>,
  Body extends Shape = z.ZodUndefined,
>(endpoint: Endpoint<Params, Query, Body, Response>): Endpoint<Params, Query, Body, Response> {
  return endpoint;
}

export type ParamsOf<E> = E extends Endpoint<infer P, Shape, Shape, Shape> ? z.output<P> : never;
export type QueryOf<E> = E extends Endpoint<Shape, infer Q, Shape, Shape> ? z.output<Q> : never;
export type BodyOf<E> = E extends Endpoint<Shape, Shape, infer B, Shape> ? z.output<B> : never;
export type BodyInputOf<E> = E extends Endpoint<Shape, Shape, infer B, Shape> ? z.input<B> : never;
export type QueryInputOf<E> = E extends Endpoint<Shape, infer Q, Shape, Shape> ? z.input<Q> : never;
export type ResponseOf<E> = E extends Endpoint<Shape, Shape, Shape, infer R> ? z.output<R> : never;
export type AnyEndpoint = Endpoint;
