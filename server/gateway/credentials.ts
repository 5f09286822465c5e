// Credentials of clients: remembered for a moment while they are good, and asked again while streams hang on them.
import type { Clock } from '../platform/clock.ts';
import type { EndpointAddress } from './endpoint.ts';
import type { AuthenticateClient, GatewayPrincipal } from './principal.ts';
import type { Streams } from './streams.ts';

/** A credential found good is asked again after this long at the latest, milliseconds. */
const rememberMilliseconds = 5_000;
const rememberAtMost = 2_000;
/** Open streams are checked this often, so that they end within five seconds of their credential. */
const checkMilliseconds = 2_500;

export interface Credentials {
  /** Who sends this `Authorization` header to this endpoint; `undefined`: nobody known. */
  check(
    header: string | undefined,
    address: EndpointAddress,
  ): GatewayPrincipal | undefined | Promise<GatewayPrincipal | undefined>;
  /** Asks anew, past what is remembered. */
  isStillGood(principal: GatewayPrincipal): Promise<boolean>;
  forget(): void;
}

export function rememberCredentials(dependencies: {
  authenticate: AuthenticateClient;
  clock: Clock;
  publicUrl: string;
}): Credentials {
  const known = new Map<string, { principal: GatewayPrincipal; until: number }>();
  const origins = new WeakMap<GatewayPrincipal, { token: string; address: EndpointAddress }>();
  const ask = (token: string, { projectSlug }: EndpointAddress) => {
    const resource = new URL(`/mcp/${projectSlug}`, dependencies.publicUrl).href;
    return dependencies.authenticate(token, { resource, projectSlug });
  };
  return {
    forget: () => known.clear(),
    async isStillGood(principal) {
      const origin = origins.get(principal);
      return origin !== undefined && (await ask(origin.token, origin.address)) !== undefined;
    },
    check(header, address) {
      const token = /^bearer +(\S+)$/i.exec(header ?? '')?.[1];
      if (token === undefined) return undefined;
      const key = `${address.projectSlug} ${token}`;
      const kept = known.get(key);
      const now = dependencies.clock.now();
      if (kept && kept.until > now && (kept.principal.expiresAt ?? now + 1) > now) return kept.principal;
      return ask(token, address).then((principal) => {
        if (known.size >= rememberAtMost) known.clear();
        if (!principal) {
          known.delete(key);
          return undefined;
        }
        origins.set(principal, { token, address });
        known.set(key, { principal, until: now + rememberMilliseconds });
        return principal;
      });
    },
  };
}

/** Ends what is open of credentials that are revoked or over, whoever revoked them. Returns how to stop. */
export function endWithCredentials(parts: {
  streams: Streams;
  authenticate: Credentials;
  revoke: (matches: (principal: Pick<GatewayPrincipal, 'personId' | 'clientId'>) => boolean) => void;
}): () => void {
  const checkOne = async (principal: GatewayPrincipal): Promise<void> => {
    // A store that cannot be asked just now ends nobody's stream: requests are refused meanwhile.
    if (await parts.authenticate.isStillGood(principal).catch(() => true)) return;
    const { personId, clientId } = principal;
    parts.revoke((other) => other.personId === personId && other.clientId === clientId);
  };
  const timer = setInterval(() => {
    for (const principal of parts.streams.principals()) void checkOne(principal);
  }, checkMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
