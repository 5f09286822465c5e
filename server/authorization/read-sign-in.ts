// What an account holds, and how a sign-in went, for the pages that show it.
import type { SignInDetails } from '#shared/contract/authorization.ts';
import type { OAuthAccountKey } from './account-credentials.ts';
import type { AuthorizationDeps } from './deps.ts';
import { authorizationErrors } from './errors.ts';
import { readGrant } from './grants.ts';
import { canRenew } from './renewal-time.ts';
import { type AttemptStory, readSettings } from './store.ts';
import { tellScopes } from './words.ts';

export async function readSignIn(deps: AuthorizationDeps, account: OAuthAccountKey): Promise<SignInDetails> {
  const [grant, { stored }] = await Promise.all([readGrant(deps, account), readSettings(deps, account)]);
  const base = { accountId: account.accountId, grant: stored.grant, scopes: [], missingScopes: [] };
  if (!grant) return { ...base, signedIn: false, renewsByItself: false, canRevoke: false };
  const { facts, tokens, trouble } = grant;
  const renews = canRenew(grant);
  return {
    ...base,
    signedIn: tokens !== undefined,
    ...(facts.identity && { identity: facts.identity }),
    issuer: grant.issuer,
    ...(facts.resource && { resource: facts.resource }),
    scopes: tellScopes(facts.scopes, facts.scopes),
    grantedAt: grant.grantedAt,
    ...(tokens && grant.expiresAt !== undefined && { signedInUntil: grant.expiresAt }),
    renewsByItself: renews,
    ...(grant.renewedAt !== grant.grantedAt && { lastRenewedAt: grant.renewedAt }),
    canRevoke: tokens !== undefined && facts.metadata.revocation_endpoint !== undefined,
    missingScopes: tellScopes(trouble.missing?.scopes ?? [], facts.scopes),
    ...(trouble.problem && { problem: trouble.problem }),
  };
}

export async function readAttempt(deps: AuthorizationDeps, input: { personId: string; attemptId: string }) {
  const row = await deps.db
    .selectFrom('authorization_attempt')
    .selectAll()
    .where('id', '=', input.attemptId)
    .where('person_id', '=', input.personId)
    .executeTakeFirst();
  if (!row) throw authorizationErrors.attemptNotFound();
  const story = JSON.parse(row.story) as AttemptStory;
  const over = row.state === 'signed-in' || row.state === 'failed';
  const expired = !over && row.expires_at <= deps.clock.now();
  return {
    attemptId: row.id,
    connectorId: row.connector_id,
    accountId: row.account_id,
    state: expired ? ('expired' as const) : shown(row.state),
    ...(story.problem && { problem: story.problem }),
    steps: story.steps,
  };
}

function shown(state: string): 'prepared' | 'left' | 'signed-in' | 'failed' {
  return state === 'prepared' || state === 'signed-in' || state === 'failed' ? state : 'left';
}
