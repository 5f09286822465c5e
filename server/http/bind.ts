// Contract → route: who asks, may they, is the input right, then the feature's handler, then the answer.
import type { Context, Hono } from 'hono';
import type { z } from 'zod';
import { AppError } from '#shared/app-error.ts';
import type { AnyEndpoint } from '#shared/contract/endpoint.ts';
import type { Log } from '../platform/log.ts';
import type { Actor, Route, RouteContext } from '../platform/route.ts';
import { readJson, refuseNull } from './body.ts';
import {
  administratorNeeded,
  inputInvalid,
  notFound,
  problemResponse,
  scopeMissing,
  signInNeeded,
} from './errors.ts';
import { eventStream } from './event-stream.ts';

export interface BindOptions {
  /** Who sends the request, by session cookie or access token; undefined for a stranger. */
  readActor: (request: Request) => Promise<Actor | undefined>;
  log: Log;
  /** In tests every answer is checked against the contract; otherwise that time is saved. */
  checkResponses: boolean;
  heartbeatMilliseconds?: number;
}

export function bindRoutes(app: Hono, routes: readonly Route[], options: BindOptions): void {
  const seen = new Set<string>();
  for (const route of routes) {
    const { id, method, path } = route.endpoint;
    if (seen.has(id)) throw new Error(`The endpoint ${id} is bound twice.`);
    seen.add(id);
    app.on(method, path, (context) => answer(context, route, options));
  }
}

async function answer(context: Context, route: Route, options: BindOptions): Promise<Response> {
  const request = context.req.raw;
  const controller = new AbortController();
  const abort = (): void => controller.abort(new DOMException('The client went away.', 'AbortError'));
  request.signal.addEventListener('abort', abort, { once: true });
  try {
    const actor = await admit(route.endpoint, await options.readActor(request));
    const input = await readInput(context, route.endpoint);
    const handled = route.handle({
      ...input,
      actor,
      request,
      signal: controller.signal,
    } as RouteContext<AnyEndpoint>);
    if (Symbol.asyncIterator in handled)
      return await eventStream(handled, {
        heartbeatMilliseconds: options.heartbeatMilliseconds ?? 15_000,
        abort,
        check: (value) => checkResponse(route.endpoint, value, options),
        log: options.log,
      });
    const result = await handled;
    // A handler may answer by itself: with cookies, a redirect, a file.
    if (result instanceof Response) return result;
    checkResponse(route.endpoint, result, options);
    return Response.json(result, { headers: { 'cache-control': 'no-store' } });
  } catch (error) {
    return problemResponse(error, options.log);
  }
}

/** Throws 401 or 403 unless the endpoint is open to this actor. */
export function admit(endpoint: AnyEndpoint, actor: Actor | undefined): Actor | undefined {
  if (endpoint.access === 'public') return actor;
  if (actor === undefined) throw signInNeeded();
  if (actor.via === 'token') {
    const { scope } = endpoint;
    if (scope === 'session' || !actor.scopes.includes(scope)) throw scopeMissing(scope);
  }
  if (endpoint.access === 'administrator' && actor.role === 'member') throw administratorNeeded();
  return actor;
}

async function readInput(
  context: Context,
  endpoint: AnyEndpoint,
): Promise<{ params: unknown; query: unknown; body: unknown }> {
  const params = context.req.param();
  const query = readQuery(new URL(context.req.url).searchParams);
  refuseNull(params, 'params');
  refuseNull(query, 'query');
  return {
    params: read('params', endpoint.params, params),
    query: read('query', endpoint.query, query),
    body: endpoint.body
      ? read('body', endpoint.body, await readJson(context.req.raw, endpoint.maxBodyBytes))
      : undefined,
  };
}

function read(where: 'params' | 'query' | 'body', schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return {};
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // An id in the path that cannot be one is an id that does not exist.
  if (where === 'params') throw notFound();
  throw inputInvalid(where, result.error);
}

/** A key that stands twice has no one meaning, so it is refused. */
function readQuery(search: URLSearchParams): Record<string, string> {
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, value] of search) {
    if (key in query)
      throw new AppError({
        code: 'request_invalid',
        status: 400,
        message: `\`query.${key.slice(0, 100)}\` stands more than once.`,
        fix: 'Send it once.',
        field: `query.${key.slice(0, 100)}`,
      });
    query[key] = value;
  }
  return query;
}

function checkResponse(endpoint: AnyEndpoint, value: unknown, options: BindOptions): void {
  if (!options.checkResponses) return;
  const result = endpoint.response.safeParse(value);
  if (!result.success)
    throw new Error(`The answer of ${endpoint.id} breaks the contract: ${result.error.message}`);
}
