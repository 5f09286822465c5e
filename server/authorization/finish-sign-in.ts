// The browser is back: claims the attempt (once, this session, this connector), checks the answer, gets the token.

import type { OAuthAccount } from './account-credentials.ts';
import type { Cause } from './causes.ts';
import { causes } from './causes.ts';
import type { AuthorizationDeps } from './deps.ts';
import { problemOf } from './errors.ts';
import { createWire } from './exchange.ts';
import { expiryOf, readGrant, saveNewGrant } from './grants.ts';
import type { Tokens } from './model.ts';
import { recentStepUps } from './need-more-scopes.ts';
import { openProofKey } from './proof-key.ts';
import { clientOf } from './renew-grant.ts';
import { type Failure, failed, type StepResult, tellStep } from './step.ts';
import { checkCallback } from './steps/check-callback.ts';
import { requestToken } from './steps/request-token.ts';
import {
  type AttemptPlan,
  type AttemptRow,
  type AttemptStory,
  digestOf,
  keptRegistrations,
  type Luggage,
  openLuggage,
  openSettings,
  readSettings,
  writeSettings,
} from './store.ts';
import { tellActivity } from './tell-activity.ts';

export interface FinishInput {
  personId: string;
  sessionId: string;
  connectorId: string;
  parameters: URLSearchParams;
}

export type Finished =
  | { kind: 'signed-in'; attemptId: string }
  | { kind: 'failed'; attemptId: string | undefined; failure: Failure };

export interface FinishDeps extends AuthorizationDeps {
  credentials: { changed(accountId: string): void };
}

export async function finishSignIn(deps: FinishDeps, input: FinishInput): Promise<Finished> {
  const claimed = await claimAttempt(deps, input);
  if ('cause' in claimed) return { kind: 'failed', attemptId: undefined, failure: claimed };
  const plan = JSON.parse(claimed.plan) as AttemptPlan;
  const luggage = openLuggage(deps.vault, claimed);
  const story = JSON.parse(claimed.story) as AttemptStory;
  const key = {
    personId: claimed.person_id,
    connectorId: claimed.connector_id,
    accountId: claimed.account_id,
  };
  const account = await deps.accounts.find(key);
  const result =
    account && account.url === plan.url && luggage
      ? await exchange(deps, { account, plan, luggage, parameters: input.parameters, story })
      : failed('state_not_known', 'The connector was changed or removed while the browser was away.');
  if (result.state === 'failed') {
    await close(deps, claimed, 'failed', { ...story, problem: problemOf(result.failure) });
    if (account) await tellFailure(deps, account, plan, result.failure);
    return { kind: 'failed', attemptId: claimed.id, failure: result.failure };
  }
  if (account && luggage) await settle(deps, { account, plan, luggage, tokens: result.value });
  await close(deps, claimed, 'signed-in', story);
  return { kind: 'signed-in', attemptId: claimed.id };
}

/** Atomic: of two answers with the same `state` one gets the attempt. Nothing is sent before this. */
async function claimAttempt(deps: AuthorizationDeps, input: FinishInput): Promise<AttemptRow | Failure> {
  const states = input.parameters.getAll('state');
  const state = states.length === 1 ? states[0] : undefined;
  if (!state || state.length > 512) return refuse('state_not_known', 'The answer holds no state of ours.');
  const digest = digestOf(state);
  const now = deps.clock.now();
  const claimed = await deps.db
    .updateTable('authorization_attempt')
    .set({ state: 'returned' })
    .where('state_digest', '=', digest)
    .where('connector_id', '=', input.connectorId)
    .where('person_id', '=', input.personId)
    .where('session_id', '=', input.sessionId)
    .where('state', '=', 'left')
    .where('expires_at', '>', now)
    .returningAll()
    .executeTakeFirst();
  if (claimed) return claimed;
  const row = await deps.db
    .selectFrom('authorization_attempt')
    .select(['state', 'session_id', 'person_id', 'connector_id', 'expires_at'])
    .where('state_digest', '=', digest)
    .executeTakeFirst();
  if (!row || row.connector_id !== input.connectorId)
    return refuse('state_not_known', 'The answer belongs to no sign-in of this connector.');
  if (row.person_id !== input.personId || row.session_id !== input.sessionId)
    return refuse('other_session', 'The sign-in was started in another browser session.');
  if (row.state !== 'left') return refuse('state_not_known', 'This answer was used before.');
  return refuse('state_expired', 'The sign-in took longer than ten minutes.');
}

const refuse = (cause: Cause, message: string): Failure => ({ cause, message, fix: causes[cause].fix });

interface Exchanging {
  account: OAuthAccount;
  plan: AttemptPlan;
  luggage: Luggage;
  parameters: URLSearchParams;
  story: AttemptStory;
}

async function exchange(
  deps: AuthorizationDeps,
  { account, plan, luggage, parameters, story }: Exchanging,
): Promise<StepResult<Tokens>> {
  const answer = checkCallback(parameters, plan.metadata);
  story.steps.push(tellStep('authorization', answer));
  if (answer.state === 'failed') {
    if (answer.failure.cause === 'client_not_known') await dropRegistration(deps, account, plan);
    return answer;
  }
  const settings = await openSettings(deps, account);
  const client = await clientOf(deps, { account, facts: plan }, settings);
  const wire = createWire(deps.fetch, { ...settings, pool: account.accountId });
  const result = await requestToken(wire, {
    metadata: plan.metadata,
    client: { ...client, clientId: plan.client.clientId },
    grantType: 'authorization_code',
    parameters: {
      code: answer.value.code,
      redirect_uri: plan.redirectUri,
      code_verifier: luggage.verifier,
      resource: plan.resource,
    },
    asked: 'code',
    ...(luggage.proofKey && {
      proof: { handle: await openProofKey(luggage.proofKey), must: plan.proof?.must ?? false },
    }),
  });
  story.steps.push(tellStep('token', result));
  if (result.state === 'failed' && result.failure.cause === 'client_refused')
    await dropRegistration(deps, account, plan);
  return result;
}

/** The server forgot us: the next sign-in registers anew. */
async function dropRegistration(
  deps: AuthorizationDeps,
  account: OAuthAccount,
  plan: AttemptPlan,
): Promise<void> {
  if (plan.client.kind === 'registered')
    await keptRegistrations(deps, account, () => deps.clock.now()).drop(plan.metadata.issuer);
}

interface Settling {
  account: OAuthAccount;
  plan: AttemptPlan;
  luggage: Luggage;
  tokens: Tokens;
}

async function settle(deps: FinishDeps, { account, plan, luggage, tokens }: Settling): Promise<void> {
  const now = deps.clock.now();
  const before = await readGrant(deps, account);
  const stepUps = before ? recentStepUps(before.trouble, now) : [];
  await saveNewGrant(deps, account, {
    facts: {
      grant: 'authorization-code',
      metadata: plan.metadata,
      ...(plan.resource !== undefined && { resource: plan.resource }),
      scopes: tokens.scopes ?? plan.scopes,
      asked: plan.scopes,
      client: plan.client,
      ...(tokens.identity && { identity: tokens.identity }),
      tokenType: tokens.type,
    },
    tokens: {
      access: tokens.accessToken,
      ...(tokens.refreshToken && { refresh: tokens.refreshToken }),
      ...(luggage.proofKey && { proofKey: luggage.proofKey }),
    },
    expiresAt: expiryOf(tokens, now),
    trouble: { stepUps: plan.isStepUp ? [...stepUps, now] : stepUps },
    now,
  });
  if (plan.client.kind === 'own') await bindClient(deps, account, plan.metadata.issuer);
  deps.credentials.changed(account.accountId);
  await deps.accounts.signedIn(account, { ...(tokens.identity && { identity: tokens.identity }) });
}

/** From now on the client ID that was entered goes to this authorization server alone. */
async function bindClient(deps: AuthorizationDeps, account: OAuthAccount, issuer: string): Promise<void> {
  const { stored, secrets } = await readSettings(deps, account);
  if (!stored.client || stored.client.issuer !== undefined) return;
  const value = { stored: { ...stored, client: { ...stored.client, issuer } }, secrets };
  await writeSettings(deps, account, value, deps.clock.now());
}

async function close(
  deps: AuthorizationDeps,
  row: AttemptRow,
  state: 'signed-in' | 'failed',
  story: AttemptStory,
): Promise<void> {
  await deps.db
    .updateTable('authorization_attempt')
    .set({ state, story: JSON.stringify(story), verifier: null })
    .where('id', '=', row.id)
    .execute();
}

async function tellFailure(
  deps: AuthorizationDeps,
  account: OAuthAccount,
  plan: AttemptPlan,
  failure: Failure,
): Promise<void> {
  await tellActivity(deps, account, {
    subject: account.connectorName,
    summary: `Signing in to ${account.connectorName} at ${new URL(plan.metadata.issuer).host} failed`,
    problem: { code: failure.cause, message: failure.message },
  });
}
