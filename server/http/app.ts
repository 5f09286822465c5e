// The web server's whole path of a request: host, origin, routes, web client; headers on every answer.
import { Hono } from 'hono';
import type { Log } from '../platform/log.ts';
import type { Route } from '../platform/route.ts';
import { type BindOptions, bindRoutes } from './bind.ts';
import { largestBody, readBody } from './body.ts';
import { notFound, problemResponse } from './errors.ts';
import { checkHost, checkOrigin, type OwnOrigin } from './request-origin.ts';
import { addSecurityHeaders } from './security-headers.ts';

/** A part that speaks its own protocol (sign-in library, MCP, well-known documents): a path and who answers it. */
export interface Mount {
  /** Hono pattern: `/api/auth/*`. */
  path: string;
  answer: (request: Request) => Response | Promise<Response>;
  /** `own`: the part checks where requests come from itself, because other sites' clients may call it. */
  origin: 'checked' | 'own';
}

export interface AppDeps extends BindOptions {
  routes: readonly Route[];
  mounts: readonly Mount[];
  own: OwnOrigin;
  ui: (request: Request) => Response;
  log: Log;
  /** Aborted when the shutdown begins. */
  closing: AbortSignal;
}

export function createApp(deps: AppDeps): Hono {
  const app = new Hono();
  const https = deps.own.publicUrl.startsWith('https:');
  app.use(async (context, next) => {
    const request = context.req.raw;
    try {
      checkHost(request, deps.own);
      await next();
    } catch (error) {
      context.res = problemResponse(error, deps.log);
    }
    addSecurityHeaders(context.res.headers, https);
  });
  for (const mount of deps.mounts)
    app.all(mount.path, async (context) => {
      if (mount.origin === 'checked') checkOrigin(context.req.raw, deps.own);
      return mount.answer(context.req.raw);
    });
  app.use('/api/*', async (context, next) => {
    checkOrigin(context.req.raw, deps.own);
    await next();
  });
  bindRoutes(app, deps.routes, deps);
  app.get('/health', () => Response.json({ ok: true }, { headers: { 'cache-control': 'no-store' } }));
  // For balancers: alive, and willing to take more.
  app.get('/ready', () =>
    Response.json(
      { ready: !deps.closing.aborted },
      { status: deps.closing.aborted ? 503 : 200, headers: { 'cache-control': 'no-store' } },
    ),
  );
  app.all('/api/*', () => problemResponse(notFound(), deps.log));
  app.get('*', (context) => deps.ui(context.req.raw));
  app.notFound(() => problemResponse(notFound(), deps.log));
  app.onError((error) => problemResponse(error, deps.log));
  return app;
}

/** Hands a request to a library with its body already read, and so bounded. */
export async function withBoundedBody(request: Request, most: number = largestBody): Promise<Request> {
  if (request.body === null) return request;
  const body = await readBody(request, most);
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body,
    signal: request.signal,
  });
}
