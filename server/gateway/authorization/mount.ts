// What clients and browsers reach of the authorization server: its endpoints and the well-known documents, no more.
import type { AttemptLimit } from '../../people/attempt-limit.ts';
import { readEndpoint } from '../endpoint.ts';
import { openToAll, protectedResourceMetadata } from './metadata.ts';
import { asNativeClient } from './registration.ts';
import { offerResource, type ResourceDependencies } from './resources.ts';

export interface AuthorizationMountDependencies extends ResourceDependencies {
  /** better-auth. */
  answer: (request: Request) => Promise<Response>;
  /** The request with its body read, and so bounded. */
  bounded: (request: Request) => Promise<Request>;
  attempts: AttemptLimit;
}

/** Registrations of all clients together in an hour; a stranger must not fill the database. */
const registrationLimit = { most: 60, windowMilliseconds: 3_600_000 };

const oauthError = (status: number, error: string, description: string): Response =>
  Response.json(
    { error, error_description: description },
    { status, headers: { ...openToAll, 'cache-control': 'no-store' } },
  );

function withHeaders(response: Response, more: Record<string, string>): Response {
  const changed = new Response(response.body, response);
  for (const [name, value] of Object.entries(more)) changed.headers.set(name, value);
  return changed;
}

/** Answers a preflight of another origin's page (Fetch, "CORS-preflight request"). */
const preflight = (): Response =>
  new Response(null, {
    status: 204,
    headers: {
      ...openToAll,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'authorization, content-type, mcp-protocol-version',
      'access-control-max-age': '600',
    },
  });

/** Endpoints that programs call: token (RFC 6749 §3.2), revocation (RFC 7009), registration (RFC 7591). */
export async function answerProgram(
  deps: AuthorizationMountDependencies,
  request: Request,
): Promise<Response> {
  if (request.method === 'OPTIONS') return preflight();
  if (request.method !== 'POST') return oauthError(405, 'invalid_request', 'Use POST.');
  // These endpoints take no cookie: whoever calls them proves itself in the request.
  const headers = new Headers(request.headers);
  headers.delete('cookie');
  const bare = new Request(request.url, {
    method: 'POST',
    headers,
    body: (await deps.bounded(request)).body,
    duplex: 'half',
  } as RequestInit);
  const { pathname } = new URL(request.url);
  if (!pathname.endsWith('/register')) return withHeaders(await deps.answer(bare), openToAll);
  const { retryAfterSeconds } = await deps.attempts.take('client-registration', registrationLimit);
  if (retryAfterSeconds > 0)
    return withHeaders(
      oauthError(429, 'temporarily_unavailable', 'Too many clients registered in the last hour.'),
      { 'retry-after': String(retryAfterSeconds) },
    );
  return withHeaders(await deps.answer(await asNativeClient(bare)), openToAll);
}

/** The authorization endpoint (RFC 6749 §3.1), visited by a browser: only for an audience that exists. */
export async function answerAuthorize(
  deps: AuthorizationMountDependencies,
  request: Request,
): Promise<Response> {
  const resources = new URL(request.url).searchParams.getAll('resource');
  const [resource] = resources;
  if (resources.length !== 1 || resource === undefined || !(await offerResource(deps, resource)))
    return oauthError(
      400,
      'invalid_target',
      'The parameter "resource" must name one project of this Causeway, as its protected resource metadata does.',
    );
  return deps.answer(request);
}

/** `/.well-known/oauth-protected-resource` with and without an endpoint's path (RFC 9728 §3.1). */
export function answerResourceMetadata(publicUrl: string, request: Request): Response {
  if (request.method === 'OPTIONS') return preflight();
  const path = new URL(request.url).pathname.replace('/.well-known/oauth-protected-resource', '');
  const address = path === '' || path === '/' ? undefined : readEndpoint(path);
  if (path !== '' && path !== '/' && !address)
    return oauthError(404, 'invalid_request', 'There is no such resource.');
  return protectedResourceMetadata(publicUrl, address?.projectSlug);
}

/** Authorization server metadata (RFC 8414 §3), at the issuer's path and, for older clients, at the root. */
export async function answerServerMetadata(
  deps: AuthorizationMountDependencies,
  request: Request,
): Promise<Response> {
  if (request.method === 'OPTIONS') return preflight();
  const url = new URL('/api/auth/.well-known/oauth-authorization-server', deps.publicUrl);
  return withHeaders(await deps.answer(new Request(url, { method: 'GET' })), openToAll);
}
