// The credential of every OAuth account: renewed before it ends, and once after a refusal.
import type { CredentialSource, RefusedRequest } from '../platform/credential.ts';
import type { AccountCredentials, OAuthAccountKey } from './account-credentials.ts';
import { readChallenges } from './challenge.ts';
import { authorizationErrors, problemOf } from './errors.ts';
import { forgetConnectorGrants, forgetGrant } from './forget-grant.ts';
import { endGrant, readGrant } from './grants.ts';
import { createKeptGrants, credentialHeaders, type Kept, type KeptGrants } from './kept-grants.ts';
import { needMoreScopes } from './need-more-scopes.ts';
import { type Renewal, type RenewDeps, renewGrant } from './renew-grant.ts';
import { canRenew, leewayMilliseconds, renewAt } from './renewal-time.ts';
import { splitScopes } from './words.ts';

export interface LiveAccountCredentials extends AccountCredentials {
  /** What is in memory is read again at the next use: a sign-in succeeded or ended. */
  changed(accountId: string): void;
  /** Renews every sign-in of this installation that is due; called by a timer. Answers how many it renewed. */
  renewDue(): Promise<number>;
}

interface Running {
  deps: RenewDeps;
  kept: KeptGrants;
  /** One renewal per account in this process; the lease sees to the other processes. */
  renewOnce(account: OAuthAccountKey, version: number): Promise<Renewal>;
}

export function createAccountCredentials(deps: RenewDeps): LiveAccountCredentials {
  const kept = createKeptGrants(deps);
  const renewing = new Map<string, Promise<Renewal>>();
  const running: Running = {
    deps,
    kept,
    renewOnce(account, version) {
      const before = renewing.get(account.accountId);
      if (before) return before;
      const started = settle(running, account, renewGrant(deps, account, version)).finally(() =>
        renewing.delete(account.accountId),
      );
      renewing.set(account.accountId, started);
      return started;
    },
  };
  return {
    sourceFor: (account): CredentialSource => ({
      headers: (request) => headersFor(running, account, request?.method ?? 'POST'),
      renew: (refused) => afterRefusal(running, account, refused),
    }),
    async forget(account, options) {
      kept.drop(account.accountId);
      await forgetGrant(deps, account, options);
    },
    async forgetConnector(connector) {
      kept.dropConnector(connector.connectorId);
      await forgetConnectorGrants(deps, connector);
    },
    changed: (accountId) => kept.drop(accountId),
    renewDue: () => renewDue(running),
  };
}

async function settle(
  { deps, kept }: Running,
  account: OAuthAccountKey,
  started: Promise<Renewal>,
): Promise<Renewal> {
  const renewal = await started;
  if (renewal.kind === 'current') kept.keep(account, renewal.grant);
  if (renewal.kind === 'ended') {
    kept.drop(account.accountId);
    await deps.accounts.signInNeeded(account, renewal.problem);
  }
  return renewal;
}

async function headersFor(
  running: Running,
  account: OAuthAccountKey,
  method: string,
): Promise<Record<string, string>> {
  const { deps, kept, renewOnce } = running;
  let found = await kept.current(account);
  const { grant } = found;
  const now = deps.clock.now();
  if (canRenew(grant) && now >= renewAt(grant, now)) {
    const renewal = renewOnce(account, grant.version);
    // Still good for a while: this request does not wait, and an outage of the authorization server is not felt.
    if (grant.expiresAt !== undefined && now < grant.expiresAt - leewayMilliseconds)
      renewal.catch((error) => deps.log.warn('renewing a sign-in failed', { error: String(error) }));
    else found = usable(running, account, await renewal);
  }
  return credentialHeaders(found, { url: account.url, method, now: deps.clock.now() });
}

/** Throws when there is no credential to go on with. */
function usable({ deps, kept }: Running, account: OAuthAccountKey, renewal: Renewal): Kept {
  const { host } = new URL(account.url);
  if (renewal.kind === 'ended') throw authorizationErrors.signInNeeded(host, renewal.problem.message);
  if (renewal.kind === 'current') return kept.keep(account, renewal.grant);
  const seconds = Math.max(1, Math.ceil((renewal.retryAt - deps.clock.now()) / 1000));
  throw authorizationErrors.cannotRenewNow(host, renewal.message, seconds);
}

async function afterRefusal(
  running: Running,
  account: OAuthAccountKey,
  refused: RefusedRequest,
): Promise<boolean> {
  const { deps, kept } = running;
  const found = await kept.current(account).catch(() => undefined);
  if (!found) return false;
  const { grant } = found;
  if (grant.facts.tokenType === 'DPoP' && refused.nonce && refused.nonce !== found.nonce) {
    kept.keep(account, grant, { nonce: refused.nonce });
    if (/use_dpop_nonce/.test(refused.challenge ?? '')) return true;
  }
  if (refused.status === 403) return afterForbidden(running, found, refused.challenge);
  const used = new Headers(refused.headers).get('authorization');
  // Renewed since that request left: it may be sent again as it is.
  if (used !== `${grant.facts.tokenType} ${grant.tokens.access.reveal()}`) return true;
  if (found.renewedAfterRefusal === grant.version || !canRenew(grant)) return reject(running, account, found);
  const renewal = await running.renewOnce(account, grant.version);
  if (renewal.kind === 'later') usable(running, account, renewal);
  if (renewal.kind !== 'current') return false;
  kept.keep(account, renewal.grant, { renewedAfterRefusal: renewal.grant.version });
  deps.log.debug('sign-in renewed after a refusal', { account: account.accountId });
  return true;
}

async function afterForbidden({ deps }: Running, { grant }: Kept, header: string | null): Promise<boolean> {
  const reading = readChallenges(header);
  const challenge = reading.state === 'read' ? reading.bearer?.parameters : undefined;
  if (challenge?.error !== 'insufficient_scope') return false;
  const now = (await readGrant(deps, grant.account)) ?? grant;
  throw await needMoreScopes(deps, now, { scopes: splitScopes(challenge.scope), challenge: header ?? '' });
}

/** The server refuses a token that is as new as can be: no loop, a person must look. */
async function reject({ deps, kept }: Running, account: OAuthAccountKey, { grant }: Kept): Promise<false> {
  const { host } = new URL(account.url);
  const issuer = new URL(grant.issuer).host;
  const problem = problemOf({
    cause: canRenew(grant) ? 'token_rejected' : 'sign_in_ended',
    message: canRenew(grant)
      ? `${host} refused a token that ${issuer} had just renewed.`
      : `${host} refused the token, and ${issuer} gave nothing to renew it with.`,
    fix: 'Reconnect. Permissions, limits and history stay.',
  });
  kept.drop(account.accountId);
  if (await endGrant(deps, grant, problem)) await deps.accounts.signInNeeded(account, problem);
  return false;
}

async function renewDue({ deps, renewOnce }: Running): Promise<number> {
  const now = deps.clock.now();
  const rows = await deps.db
    .selectFrom('authorization_grant')
    .select(['account_id', 'person_id'])
    .where('tokens', 'is not', null)
    .where('expires_at', 'is not', null)
    .where((eb) => eb.or([eb('retry_at', 'is', null), eb('retry_at', '<=', now)]))
    .execute();
  let renewed = 0;
  for (const row of rows) {
    const grant = await readGrant(deps, { accountId: row.account_id, personId: row.person_id });
    if (!grant?.tokens || !canRenew(grant) || now < renewAt(grant, now)) continue;
    const renewal = await renewOnce(grant.account, grant.version);
    if (renewal.kind === 'current' && renewal.by === 'us') renewed += 1;
  }
  return renewed;
}
