// From *Connect* to the screen before leaving: everything is found out, nothing has left yet.
import type { BeforeLeaving, SignInStep } from '#shared/contract/authorization.ts';
import type { OAuthAccount } from './account-credentials.ts';
import type { Cause } from './causes.ts';
import { connectMachine } from './connect-machine.ts';
import { type AuthorizationDeps, clientDocumentUrlOf, clientName, redirectUriOf } from './deps.ts';
import { type Discovery, discover, type Prepared } from './discover.ts';
import { authorizationErrors, problemOf } from './errors.ts';
import { createWire } from './exchange.ts';
import { type Grant, readGrant } from './grants.ts';
import { goesInCircles } from './need-more-scopes.ts';
import { type AttemptPlan, keptRegistrations, openSettings, readSettings, writeSettings } from './store.ts';
import { tellActivity } from './tell-activity.ts';
import { tellScopes } from './words.ts';

export const attemptMilliseconds = 10 * 60_000;

export interface StartInput {
  personId: string;
  /** The browser session; it alone may finish the sign-in. */
  sessionId: string;
  connectorId: string;
  accountId: string;
  authorizationServer?: string | undefined;
  client?: { clientId: string; secret?: string | undefined } | undefined;
}

export interface StartDeps extends AuthorizationDeps {
  credentials: { changed(accountId: string): void };
}

export async function startSignIn(deps: StartDeps, input: StartInput): Promise<BeforeLeaving> {
  const account = await deps.accounts.find(input);
  if (!account) throw authorizationErrors.accountNotFound();
  if (input.client) await saveClient(deps, account, input.client);
  const settings = await openSettings(deps, account);
  const grant = await readGrant(deps, account);
  const missing = grant?.tokens ? grant.trouble.missing : undefined;
  if (missing && grant && goesInCircles(grant, missing, deps.clock.now())) {
    const { code, message, fix } = authorizationErrors.scopeLoop(new URL(account.url).host, missing.scopes);
    return { kind: 'failed', problem: { code, message, ...(fix && { fix }) }, steps: [] };
  }
  const steps: SignInStep[] = [];
  const choice = {
    ...(input.authorizationServer !== undefined && { authorizationServer: input.authorizationServer }),
    ...(missing && { challenge: missing.challenge }),
    ...(grant && { before: { issuer: grant.issuer, asked: grant.facts.asked, granted: grantedOf(grant) } }),
    onStep: (step: SignInStep) => void steps.push(step),
  };
  if (settings.grant !== 'authorization-code') {
    const connected = await connectMachine(deps, account, settings, choice);
    if (connected.kind !== 'signed-in') return answer(deps, account, connected, steps);
    deps.credentials.changed(account.accountId);
    await deps.accounts.signedIn(account, {});
    return { kind: 'signed-in' };
  }
  const found = await discover(createWire(deps.fetch, { ...settings, pool: account.accountId }), {
    ...choice,
    url: account.url,
    settings,
    clientName,
    redirectUri: redirectUriOf(deps, account.connectorId),
    clientDocumentUrl: clientDocumentUrlOf(deps, account.connectorId),
    kept: keptRegistrations(deps, account, () => deps.clock.now()),
  });
  if (found.kind === 'failed' && suspicious.has(found.failure.cause))
    await tellActivity(deps, account, {
      subject: account.connectorName,
      summary: `A sign-in to ${account.connectorName} was refused before it began`,
      problem: { code: found.failure.cause, message: found.failure.message },
    });
  if (found.kind !== 'prepared') return answer(deps, account, found, steps);
  return saveAttempt(deps, input, account, { found, steps, grant, isStepUp: missing !== undefined });
}

/** Causes that an attacker makes as easily as a mistake does. */
const suspicious = new Set<Cause>(['endpoint_not_allowed', 'issuer_mismatch', 'resource_mismatch']);

const grantedOf = (grant: Grant): string[] => (grant.tokens ? grant.facts.scopes : []);

function answer(
  deps: StartDeps,
  account: OAuthAccount,
  found: Exclude<Discovery, { kind: 'prepared' }>,
  steps: SignInStep[],
): BeforeLeaving {
  switch (found.kind) {
    case 'open': {
      const { code, message, fix } = authorizationErrors.notOAuth(account.connectorName);
      return { kind: 'failed', problem: { code, message, ...(fix && { fix }) }, steps };
    }
    case 'choose-server':
      return {
        kind: 'choose-server',
        servers: found.servers.map((issuer) => ({ issuer, host: new URL(issuer).host })),
      };
    case 'client-needed':
      return {
        kind: 'client-needed',
        issuer: found.issuer,
        redirectUri: redirectUriOf(deps, account.connectorId),
        problem: problemOf(found.failure),
      };
    case 'failed':
      return { kind: 'failed', problem: problemOf(found.failure), steps };
  }
}

/** A client ID entered in the dialog: it is bound to the issuer by the first sign-in that succeeds. */
async function saveClient(
  deps: StartDeps,
  account: OAuthAccount,
  client: NonNullable<StartInput['client']>,
): Promise<void> {
  const { stored, secrets } = await readSettings(deps, account);
  const { clientSecret, privateKey, ...others } = secrets;
  const value = {
    stored: { ...stored, client: { clientId: client.clientId } },
    secrets: { ...others, ...(client.secret && { clientSecret: client.secret }) },
  };
  await writeSettings(deps, account, value, deps.clock.now());
}

interface Attempt {
  found: Prepared;
  steps: SignInStep[];
  grant: Grant | undefined;
  isStepUp: boolean;
}

async function saveAttempt(
  deps: StartDeps,
  input: StartInput,
  account: OAuthAccount,
  { found, steps, grant, isStepUp }: Attempt,
): Promise<BeforeLeaving> {
  const { metadata, client, scopes, resource } = found;
  const now = deps.clock.now();
  const id = deps.makeId('sin');
  const plan: AttemptPlan = {
    url: account.url,
    metadata,
    resource,
    client: { kind: client.kind, clientId: client.clientId, authentication: client.authentication },
    scopes: scopes.scopes,
    added: scopes.added,
    isStepUp,
    redirectUri: redirectUriOf(deps, account.connectorId),
    ...(found.proof && { proof: found.proof }),
  };
  // One open sign-in per account: an older one cannot be finished any more.
  await deps.db.deleteFrom('authorization_attempt').where('account_id', '=', account.accountId).execute();
  await deps.db
    .insertInto('authorization_attempt')
    .values({
      id,
      person_id: account.personId,
      project_id: account.projectId,
      connector_id: account.connectorId,
      account_id: account.accountId,
      session_id: input.sessionId,
      state: 'prepared',
      state_digest: null,
      plan: JSON.stringify(plan),
      verifier: null,
      story: JSON.stringify({ steps }),
      created_at: now,
      expires_at: now + attemptMilliseconds,
    })
    .execute();
  const granted = grant && grant.issuer === metadata.issuer ? grantedOf(grant) : [];
  return {
    kind: 'ready',
    attemptId: id,
    host: new URL(metadata.authorization_endpoint ?? metadata.issuer).host,
    issuer: metadata.issuer,
    clientName,
    client: client.kind,
    scopes: tellScopes(scopes.scopes, granted),
    added: tellScopes(scopes.added, granted),
    isStepUp,
    notes: notesFor(found, grant),
    redirectUri: plan.redirectUri,
    expiresAt: now + attemptMilliseconds,
  };
}

function notesFor({ metadata, scopes }: Prepared, grant: Grant | undefined): string[] {
  const notes: string[] = [];
  if (grant && grant.issuer !== metadata.issuer)
    notes.push(
      `The server now signs in at ${metadata.issuer}; before it was ${grant.issuer}. Nothing of the old sign-in is sent there.`,
    );
  if (scopes.scopes.length === 0)
    notes.push('The server does not say what it will allow; it decides on its own page.');
  if (metadata.source === 'guessed')
    notes.push(
      'The server publishes nothing about its sign-in; the addresses of an older protocol revision are used.',
    );
  return notes;
}
