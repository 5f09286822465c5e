// Dynamic registration (RFC 7591) as desktop clients do it, and its end when nobody signs in.
import type { Kysely } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Tables } from '../../storage/tables.ts';

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

/** RFC 8252 §7.3 and §7.1: a redirect to this machine over http, or by a scheme of the app's own. */
function isNativeRedirect(uri: unknown): boolean {
  if (typeof uri !== 'string' || !URL.canParse(uri)) return false;
  const { protocol, hostname } = new URL(uri);
  return protocol === 'http:' ? loopbackHosts.has(hostname) : protocol !== 'https:';
}

/**
 * A client whose redirects all lead to the client's own machine is taken as native, whatever it calls itself
 * (RFC 8252 §8.4): without `application_type` it would be a web client, which must not use loopback redirects.
 */
export async function asNativeClient(request: Request): Promise<Request> {
  const text = await request.text();
  const again = (body: string): Request =>
    new Request(request.url, { method: request.method, headers: request.headers, body });
  let metadata: unknown;
  try {
    metadata = JSON.parse(text);
  } catch {
    return again(text);
  }
  const { redirect_uris } = (metadata ?? {}) as Record<string, unknown>;
  if (!Array.isArray(redirect_uris) || !redirect_uris.every(isNativeRedirect)) return again(text);
  return again(JSON.stringify({ ...(metadata as object), application_type: 'native' }));
}

/** A registration that nobody signed in with is forgotten after this long. */
const unusedMilliseconds = 7 * 86_400_000;

/** Removes self-registered clients that no person has consented to. Returns how many. */
export async function removeUnusedClients(deps: { db: Kysely<Tables>; clock: Clock }): Promise<number> {
  const before = new Date(deps.clock.now() - unusedMilliseconds).toISOString();
  const removed = await deps.db
    .deleteFrom('oauthClient')
    .where('clientDiscoveryId', 'is', null)
    .where('createdAt', '<', before)
    .where('clientId', 'not in', (query) => query.selectFrom('oauthConsent').select('clientId'))
    .returning('id')
    .execute();
  return removed.length;
}
