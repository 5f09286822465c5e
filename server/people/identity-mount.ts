import type { Identity } from './identity.ts';

/** What the web client uses of better-auth's own endpoints; the rest of its surface stays closed. */
const open = [/^\/api\/auth\/passkey\//];

/**
 * Answers under /api/auth. `alsoOpen` are paths of other features' plugins, such as the gateway's
 * authorization server; everything else is 404, whatever the library may add in a later version.
 */
export function createIdentityMount(
  identity: Identity,
  alsoOpen: readonly RegExp[] = [],
): (request: Request) => Promise<Response> {
  const all = [...open, ...alsoOpen];
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (!all.some((pattern) => pattern.test(pathname)))
      return Response.json(
        { error: { code: 'not_found', message: 'There is nothing here.' } },
        { status: 404 },
      );
    return identity.handler(request);
  };
}
