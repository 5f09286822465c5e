import type { Actor } from '../platform/route.ts';
import { actorOfToken, type TokenDeps } from './access-tokens.ts';
import type { Identity } from './identity.ts';

/**
 * Who sends a request. A request with `Authorization` is judged by that alone: a wrong token never falls back
 * to a cookie that the browser happened to send.
 */
export async function readActor(
  deps: TokenDeps & { identity: Identity },
  request: Request,
): Promise<Actor | undefined> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
    return token === undefined ? undefined : actorOfToken(deps, token);
  }
  if (!request.headers.has('cookie')) return undefined;
  const found = await deps.identity.api.getSession({
    headers: request.headers,
    query: { disableRefresh: true },
  });
  if (found === null) return undefined;
  return {
    personId: found.user.id,
    role: found.user.role as Actor['role'],
    via: 'session',
    scopes: [],
    viaId: found.session.id,
  };
}
