// Signing in with a fixed API key, or with user name and password (RFC 7617).
import { createHash, timingSafeEqual } from 'node:crypto';

export type StaticSignIn =
  | { kind: 'api-key'; key: string }
  | { kind: 'basic'; username: string; password: string };

/** Lets a request pass (`undefined`) or answers 401. An API key goes in `X-API-Key` or as bearer token. */
export function checkStaticCredentials(signIn: StaticSignIn, request: Request): Response | undefined {
  const authorization = request.headers.get('authorization') ?? '';
  const accepted =
    signIn.kind === 'api-key'
      ? same(request.headers.get('x-api-key') ?? '', signIn.key) ||
        same(authorization, `Bearer ${signIn.key}`)
      : same(
          authorization,
          `Basic ${Buffer.from(`${signIn.username}:${signIn.password}`).toString('base64')}`,
        );
  if (accepted) return undefined;
  const words =
    signIn.kind === 'api-key'
      ? 'The harbour office wants its API key in the header X-API-Key.'
      : 'The harbour office wants user name and password.';
  return Response.json(
    { jsonrpc: '2.0', id: null, error: { code: -32001, message: words } },
    {
      status: 401,
      headers: signIn.kind === 'basic' ? { 'www-authenticate': 'Basic realm="Harbour office"' } : {},
    },
  );
}

function same(given: string, wanted: string): boolean {
  const digest = (value: string) => createHash('sha256').update(value).digest();
  return timingSafeEqual(digest(given), digest(wanted));
}
