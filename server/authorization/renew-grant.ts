// One renewal at a time per account, in this process and over all replicas; the loser takes what the winner got.
//
//   read → lease → token endpoint → save (compare-and-swap on `version`) → use
//
// A crash after the token endpoint answered leaves the lease to run out; the next one finds the refresh token
// used, and the account asks for a new sign-in at once instead of trying for ever.
import type { Secret } from '../platform/secret.ts';
import type { OAuthAccountKey } from './account-credentials.ts';
import { type AuthorizationDeps, clientDocumentUrlOf, clientName, redirectUriOf } from './deps.ts';
import { problemOf } from './errors.ts';
import { createWire, type Wire } from './exchange.ts';
import {
  dropLease,
  endGrant,
  expiryOf,
  type Grant,
  type GrantFacts,
  type GrantTokens,
  readGrant,
  saveRenewed,
  takeLease,
} from './grants.ts';
import type { OAuthClient, SignInSettings, Tokens } from './model.ts';
import { openProofKey } from './proof-key.ts';
import type { Failure, StepResult } from './step.ts';
import { registerClient } from './steps/register-client.ts';
import { requestMachineToken } from './steps/request-machine-token.ts';
import { requestToken } from './steps/request-token.ts';
import { keptRegistrations, openSettings } from './store.ts';

export type Renewal =
  | { kind: 'current'; grant: Grant; by: 'us' | 'another' }
  /** A person must sign in. */
  | { kind: 'ended'; problem: { code: string; message: string; fix?: string } }
  /** Out of order for now; what is there stays. */
  | { kind: 'later'; retryAt: number; message: string };

/** Longer than the whole exchange may take, so that it runs out only when its holder died. */
const leaseMilliseconds = 25_000;
const shortestBackOff = 2_000;
const longestBackOff = 5 * 60_000;

export interface RenewDeps extends AuthorizationDeps {
  /** Waits, in a test by its own clock. */
  sleep(milliseconds: number): Promise<void>;
}

/** Renews the tokens of `version`; a row that is newer already is taken as it is. */
export async function renewGrant(
  deps: RenewDeps,
  account: OAuthAccountKey,
  version: number,
): Promise<Renewal> {
  const owner = deps.makeId('lease');
  const giveUpAt = deps.clock.now() + 2 * leaseMilliseconds;
  for (let round = 0; ; round += 1) {
    const grant = await readGrant(deps, account);
    if (!grant?.tokens) return { kind: 'ended', problem: grant?.trouble.problem ?? neverSignedIn };
    if (grant.version > version) return { kind: 'current', grant, by: 'another' };
    const now = deps.clock.now();
    if (grant.retryAt !== undefined && grant.retryAt > now)
      return { kind: 'later', retryAt: grant.retryAt, message: 'The authorization server is out of order.' };
    if (await takeLease(deps, grant, { owner, now, until: now + leaseMilliseconds }))
      return renewUnderLease(deps, grant, owner);
    if (now > giveUpAt)
      return { kind: 'later', retryAt: now + shortestBackOff, message: 'Another process is renewing it.' };
    await deps.sleep(Math.min(250, 20 * 2 ** round) * (0.75 + Math.random() / 2));
  }
}

const neverSignedIn = {
  code: 'sign_in_needed',
  message: 'Nobody has signed in to this account yet.',
  fix: 'Choose Connect.',
};

async function renewUnderLease(deps: RenewDeps, grant: Grant, owner: string): Promise<Renewal> {
  const settings = await openSettings(deps, grant.account);
  const wire = createWire(deps.fetch, { ...settings, pool: grant.account.accountId });
  let result: StepResult<Tokens>;
  try {
    result = await askForTokens(deps, wire, grant, settings);
  } catch (error) {
    await dropLease(deps, grant, owner, deps.clock.now() + shortestBackOff);
    throw error;
  }
  if (result.state === 'failed') return settleFailure(deps, grant, owner, result.failure);
  const now = deps.clock.now();
  const tokens = result.value;
  const next: { facts: GrantFacts; tokens: GrantTokens; expiresAt: number | undefined; now: number } = {
    facts: {
      ...grant.facts,
      tokenType: tokens.type,
      scopes: tokens.scopes ?? grant.facts.scopes,
      ...(tokens.identity && { identity: tokens.identity }),
    },
    // A server that does not rotate sends no new refresh token: the old one stays.
    tokens: {
      ...grant.tokens,
      access: tokens.accessToken,
      ...(tokens.refreshToken && { refresh: tokens.refreshToken }),
    },
    expiresAt: expiryOf(tokens, now),
    now,
  };
  const saved = await saveRenewed(deps, grant, next);
  const current = await readGrant(deps, grant.account);
  if (!current?.tokens) return { kind: 'ended', problem: current?.trouble.problem ?? neverSignedIn };
  deps.log.debug('sign-in renewed', { account: grant.account.accountId, issuer: grant.issuer, saved });
  return { kind: 'current', grant: current, by: saved ? 'us' : 'another' };
}

async function askForTokens(
  deps: RenewDeps,
  wire: Wire,
  grant: Grant,
  settings: SignInSettings,
): Promise<StepResult<Tokens>> {
  const { facts, tokens } = grant;
  const proof = tokens?.proofKey && {
    handle: await openProofKey(tokens.proofKey),
    must: facts.tokenType === 'DPoP',
  };
  const client = await clientOf(deps, grant, settings);
  if (facts.grant !== 'authorization-code')
    return requestMachineToken(wire, {
      metadata: facts.metadata,
      client,
      settings,
      resource: facts.resource,
      scopes: facts.asked,
      ...(proof && { proof }),
    });
  if (!tokens?.refresh) return noRefreshToken(grant);
  const refresh = (as: OAuthClient, token: Secret) =>
    requestToken(wire, {
      metadata: facts.metadata,
      client: as,
      grantType: 'refresh_token',
      parameters: { refresh_token: token.reveal(), resource: facts.resource },
      asked: 'refresh',
      ...(proof && { proof }),
    });
  const first = await refresh(client, tokens.refresh);
  if (first.state === 'passed' || first.failure.cause !== 'client_refused' || client.kind !== 'registered')
    return first;
  const again = await registerAgain(deps, wire, grant);
  return again ? refresh(again, tokens.refresh) : first;
}

/** The server forgot its registration: once anew. The next sign-in finds it ready even when the refresh fails. */
async function registerAgain(deps: RenewDeps, wire: Wire, grant: Grant): Promise<OAuthClient | undefined> {
  const { metadata } = grant.facts;
  const kept = keptRegistrations(deps, grant.account, () => deps.clock.now());
  await kept.drop(metadata.issuer);
  if (!metadata.registration_endpoint) return undefined;
  const redirectUri = redirectUriOf(deps, grant.account.connectorId);
  const registered = await registerClient(wire, {
    metadata,
    clientName,
    redirectUri,
    scopes: grant.facts.asked,
  });
  if (registered.state === 'failed') return undefined;
  await kept.save(metadata.issuer, redirectUri, registered.value);
  return registered.value.client;
}

/** The client as it is today: a secret that was entered anew is used, an own client that was removed is not. */
export async function clientOf(
  deps: AuthorizationDeps,
  grant: { account: OAuthAccountKey; facts: Pick<GrantFacts, 'client' | 'metadata'> },
  settings: SignInSettings,
): Promise<OAuthClient> {
  const { client, metadata } = grant.facts;
  if (client.kind === 'own') {
    const own = settings.client;
    return {
      ...client,
      ...(own?.secret && { secret: own.secret }),
      ...(own?.privateKey && { privateKey: { pem: own.privateKey, algorithm: own.algorithm ?? 'ES256' } }),
    };
  }
  if (client.kind === 'metadata-document')
    return { ...client, clientId: clientDocumentUrlOf(deps, grant.account.connectorId) ?? client.clientId };
  const kept = keptRegistrations(deps, grant.account, () => 0);
  const registered = await kept.find(metadata.issuer, redirectUriOf(deps, grant.account.connectorId));
  return registered ?? client;
}

function noRefreshToken(grant: Grant): StepResult<Tokens> {
  const { host } = new URL(grant.issuer);
  return {
    state: 'failed',
    failure: {
      cause: 'sign_in_ended',
      message: `${host} gave no refresh token, so the sign-in ended with its access token.`,
      fix: 'Reconnect. Permissions, limits and history stay.',
    },
    exchanges: [],
  };
}

async function settleFailure(
  deps: RenewDeps,
  grant: Grant,
  owner: string,
  failure: Failure,
): Promise<Renewal> {
  const now = deps.clock.now();
  if (failure.transient) {
    const wait = backOff(grant, failure, now);
    await dropLease(deps, grant, owner, now + wait);
    return { kind: 'later', retryAt: now + wait, message: failure.message };
  }
  // Somebody may have signed in, or renewed, while the refusal was on its way: that is newer, and stays.
  const ended = await endGrant(deps, grant, problemOf(failure));
  if (!ended) {
    const newer = await readGrant(deps, grant.account);
    if (newer?.tokens) return { kind: 'current', grant: newer, by: 'another' };
  }
  return { kind: 'ended', problem: problemOf(failure) };
}

/** Doubles with the time since the token should have been renewed; never before `Retry-After`; with jitter. */
function backOff(grant: Grant, failure: Failure, now: number): number {
  const late = grant.expiresAt === undefined ? 0 : Math.max(0, now - grant.expiresAt);
  const wait = Math.min(Math.max(shortestBackOff, late), longestBackOff);
  return Math.ceil(Math.max(wait * (0.75 + Math.random() / 2), (failure.retryAfter ?? 0) * 1000));
}
