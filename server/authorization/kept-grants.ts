// Grants in memory, by account; a credential leaves only for the URL it was given for.
import type { OAuthAccountKey } from './account-credentials.ts';
import { connectMachine } from './connect-machine.ts';
import type { AuthorizationDeps } from './deps.ts';
import { authorizationErrors } from './errors.ts';
import { type Grant, type GrantTokens, readGrant } from './grants.ts';
import { proveRequest } from './proof-key.ts';
import { openSettings } from './store.ts';

/** A row is looked at again after this long, so that a sign-out on another replica is noticed. */
const freshMilliseconds = 10_000;

export interface Kept {
  grant: Grant & { tokens: GrantTokens };
  readAt: number;
  /** `DPoP-Nonce` that the server gave last. */
  nonce?: string;
  /** The version that came out of a renewal after a refusal: refused again, it is not renewed once more. */
  renewedAfterRefusal?: number;
}

export interface KeptGrants {
  /** Throws `sign_in_needed` when there is nothing to send, or not to this URL. */
  current(account: OAuthAccountKey): Promise<Kept>;
  /** Throws the same when the sign-in is over. */
  keep(account: OAuthAccountKey, grant: Grant, more?: Partial<Kept>): Kept;
  drop(accountId: string): void;
  dropConnector(connectorId: string): void;
}

export function createKeptGrants(deps: AuthorizationDeps): KeptGrants {
  const kept = new Map<string, Kept>();
  const connecting = new Map<string, Promise<Grant | undefined>>();

  function keep(account: OAuthAccountKey, grant: Grant, more: Partial<Kept> = {}): Kept {
    const { host } = new URL(account.url);
    const { tokens } = grant;
    const ours = grant.account;
    if (
      ours.url !== account.url ||
      ours.connectorId !== account.connectorId ||
      ours.personId !== account.personId
    )
      throw authorizationErrors.signInNeeded(host, 'its address has changed since the sign-in.');
    if (!tokens) throw authorizationErrors.signInNeeded(host, grant.trouble.problem?.message);
    const { nonce, renewedAfterRefusal } = kept.get(account.accountId) ?? {};
    const next: Kept = {
      ...(nonce !== undefined && { nonce }),
      ...(renewedAfterRefusal !== undefined && { renewedAfterRefusal }),
      ...more,
      grant: { ...grant, tokens },
      readAt: deps.clock.now(),
    };
    kept.set(account.accountId, next);
    return next;
  }

  /** Grants without a browser sign in by themselves at first use; concurrent callers share the one attempt. */
  function connectOnce(account: OAuthAccountKey): Promise<Grant | undefined> {
    const running = connecting.get(account.accountId);
    if (running) return running;
    const started = connectByMachine(deps, account).finally(() => connecting.delete(account.accountId));
    connecting.set(account.accountId, started);
    return started;
  }

  return {
    keep,
    async current(account) {
      const known = kept.get(account.accountId);
      const age = known ? deps.clock.now() - known.readAt : -1;
      if (known && age >= 0 && age < freshMilliseconds && isFor(known, account)) return known;
      const grant = (await readGrant(deps, account)) ?? (await connectOnce(account));
      if (!grant) throw authorizationErrors.signInNeeded(new URL(account.url).host);
      return keep(account, grant);
    },
    drop: (accountId) => void kept.delete(accountId),
    dropConnector(connectorId) {
      for (const [id, { grant }] of kept) if (grant.account.connectorId === connectorId) kept.delete(id);
    },
  };
}

const isFor = ({ grant }: Kept, account: OAuthAccountKey): boolean =>
  grant.account.url === account.url &&
  grant.account.connectorId === account.connectorId &&
  grant.account.personId === account.personId;

async function connectByMachine(
  deps: AuthorizationDeps,
  account: OAuthAccountKey,
): Promise<Grant | undefined> {
  const settings = await openSettings(deps, account);
  if (settings.grant === 'authorization-code') return undefined;
  const connected = await connectMachine(deps, account, settings, {});
  if (connected.kind === 'signed-in') return readGrant(deps, account);
  const why = 'failure' in connected ? connected.failure.message : undefined;
  throw authorizationErrors.signInNeeded(new URL(account.url).host, why);
}

/** The headers of one request. */
export async function credentialHeaders(
  { grant, nonce }: Kept,
  request: { url: string; method: string; now: number },
): Promise<Record<string, string>> {
  const accessToken = grant.tokens.access.reveal();
  const authorization = `${grant.facts.tokenType} ${accessToken}`;
  const { proofKey } = grant.tokens;
  if (!proofKey || grant.facts.tokenType !== 'DPoP') return { authorization };
  return { authorization, dpop: await proveRequest(proofKey, { ...request, accessToken, nonce }) };
}
