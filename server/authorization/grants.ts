// What an account was granted, as a row. Every change of the tokens is a compare-and-swap on `version`.
import { Secret } from '../platform/secret.ts';
import type { AuthorizationTables } from '../storage/tables/authorization.ts';
import type { OAuthAccountKey } from './account-credentials.ts';
import type { ClientAuthentication, OAuthClient, ServerMetadata, Tokens } from './model.ts';
import type { ProofKey } from './proof-key.ts';
import type { StoreDeps } from './store.ts';

export interface GrantFacts {
  grant: 'authorization-code' | 'client-credentials' | 'enterprise' | 'workload';
  metadata: ServerMetadata;
  resource?: string;
  /** Granted, as far as the server said. */
  scopes: string[];
  /** Asked for, over all sign-ins of this account. */
  asked: string[];
  client: { kind: OAuthClient['kind']; clientId: string; authentication: ClientAuthentication };
  identity?: string;
  tokenType: 'Bearer' | 'DPoP';
}

export interface GrantTokens {
  access: Secret;
  refresh?: Secret;
  proofKey?: ProofKey;
}

export interface Trouble {
  /** Why a person must sign in. */
  problem?: { code: string; message: string; fix?: string };
  /** A refused call: what is missing and the challenge that said so. */
  missing?: { scopes: string[]; challenge: string };
  /** When the last sign-ins for more scopes were, epoch milliseconds. */
  stepUps?: number[];
}

export interface Grant {
  account: OAuthAccountKey;
  issuer: string;
  version: number;
  facts: GrantFacts;
  /** Undefined: the sign-in ended. */
  tokens: GrantTokens | undefined;
  grantedAt: number;
  renewedAt: number;
  expiresAt: number | undefined;
  leaseUntil: number | undefined;
  retryAt: number | undefined;
  trouble: Trouble;
}

type Row = AuthorizationTables['authorization_grant'];

const sealedAt = (account: Pick<OAuthAccountKey, 'personId' | 'accountId'>) => ({
  table: 'authorization_grant',
  field: 'tokens',
  personId: account.personId,
  accountId: account.accountId,
});

function sealTokens({ vault }: StoreDeps, account: OAuthAccountKey, tokens: GrantTokens): string {
  const plain = {
    access: tokens.access.reveal(),
    ...(tokens.refresh && { refresh: tokens.refresh.reveal() }),
    ...(tokens.proofKey && { proofKey: tokens.proofKey }),
  };
  return vault.seal(new Secret(JSON.stringify(plain)), sealedAt(account));
}

function openGrant({ vault }: StoreDeps, row: Row): Grant {
  const account: OAuthAccountKey = {
    personId: row.person_id,
    projectId: row.project_id,
    connectorId: row.connector_id,
    accountId: row.account_id,
    url: row.url,
  };
  const plain = row.tokens
    ? (JSON.parse(vault.open(row.tokens, sealedAt(account)).reveal()) as {
        access: string;
        refresh?: string;
        proofKey?: ProofKey;
      })
    : undefined;
  return {
    account,
    issuer: row.issuer,
    version: row.version,
    facts: JSON.parse(row.facts) as GrantFacts,
    tokens: plain && {
      access: new Secret(plain.access),
      ...(plain.refresh && { refresh: new Secret(plain.refresh) }),
      ...(plain.proofKey && { proofKey: plain.proofKey }),
    },
    grantedAt: row.granted_at,
    renewedAt: row.renewed_at,
    expiresAt: row.expires_at ?? undefined,
    leaseUntil: row.lease_until ?? undefined,
    retryAt: row.retry_at ?? undefined,
    trouble: row.trouble ? (JSON.parse(row.trouble) as Trouble) : {},
  };
}

export async function readGrant(
  deps: StoreDeps,
  account: Pick<OAuthAccountKey, 'personId' | 'accountId'>,
): Promise<Grant | undefined> {
  const row = await deps.db
    .selectFrom('authorization_grant')
    .selectAll()
    .where('account_id', '=', account.accountId)
    .where('person_id', '=', account.personId)
    .executeTakeFirst();
  return row && openGrant(deps, row);
}

/** A sign-in succeeded: replaces whatever the account held. */
export async function saveNewGrant(
  deps: StoreDeps,
  account: OAuthAccountKey,
  input: {
    facts: GrantFacts;
    tokens: GrantTokens;
    expiresAt: number | undefined;
    trouble: Trouble;
    now: number;
  },
): Promise<void> {
  const changing = {
    url: account.url,
    issuer: input.facts.metadata.issuer,
    facts: JSON.stringify(input.facts),
    tokens: sealTokens(deps, account, input.tokens),
    granted_at: input.now,
    renewed_at: input.now,
    expires_at: input.expiresAt ?? null,
    lease_owner: null,
    lease_until: null,
    retry_at: null,
    trouble: JSON.stringify(input.trouble),
  };
  await deps.db
    .insertInto('authorization_grant')
    .values({
      account_id: account.accountId,
      person_id: account.personId,
      project_id: account.projectId,
      connector_id: account.connectorId,
      version: 1,
      ...changing,
    })
    .onConflict((conflict) =>
      conflict
        .column('account_id')
        .doUpdateSet((eb) => ({ ...changing, version: eb('authorization_grant.version', '+', 1) })),
    )
    .execute();
}

/** Takes the lease on exactly this version, or says false: another holds it, or the tokens are newer already. */
export async function takeLease(
  deps: StoreDeps,
  grant: Grant,
  lease: { owner: string; now: number; until: number },
): Promise<boolean> {
  const result = await deps.db
    .updateTable('authorization_grant')
    .set({ lease_owner: lease.owner, lease_until: lease.until })
    .where('account_id', '=', grant.account.accountId)
    .where('version', '=', grant.version)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<', lease.now)]))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Gives the lease back without new tokens. */
export async function dropLease(
  deps: StoreDeps,
  grant: Grant,
  owner: string,
  retryAt: number | undefined,
): Promise<void> {
  await deps.db
    .updateTable('authorization_grant')
    .set({ lease_owner: null, lease_until: null, retry_at: retryAt ?? null })
    .where('account_id', '=', grant.account.accountId)
    .where('version', '=', grant.version)
    .where('lease_owner', '=', owner)
    .execute();
}

/** Stores renewed tokens over exactly the version they were renewed from. False: somebody signed in meanwhile. */
export async function saveRenewed(
  deps: StoreDeps,
  grant: Grant,
  input: { facts: GrantFacts; tokens: GrantTokens; expiresAt: number | undefined; now: number },
): Promise<boolean> {
  const result = await deps.db
    .updateTable('authorization_grant')
    .set({
      version: grant.version + 1,
      facts: JSON.stringify(input.facts),
      tokens: sealTokens(deps, grant.account, input.tokens),
      renewed_at: input.now,
      expires_at: input.expiresAt ?? null,
      lease_owner: null,
      lease_until: null,
      retry_at: null,
    })
    .where('account_id', '=', grant.account.accountId)
    .where('version', '=', grant.version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** The sign-in is over; a newer one (another version) stays. True when it was this version. */
export async function endGrant(
  deps: StoreDeps,
  grant: Grant,
  problem: NonNullable<Trouble['problem']>,
): Promise<boolean> {
  const result = await deps.db
    .updateTable('authorization_grant')
    .set({
      version: grant.version + 1,
      tokens: null,
      lease_owner: null,
      lease_until: null,
      trouble: JSON.stringify({ ...grant.trouble, problem }),
    })
    .where('account_id', '=', grant.account.accountId)
    .where('version', '=', grant.version)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function saveTrouble(deps: StoreDeps, grant: Grant, trouble: Trouble): Promise<void> {
  await deps.db
    .updateTable('authorization_grant')
    .set({ trouble: JSON.stringify(trouble) })
    .where('account_id', '=', grant.account.accountId)
    .where('version', '=', grant.version)
    .execute();
}

/** Until when a token may be used, epoch milliseconds; undefined when the server did not say. */
export function expiryOf(tokens: Pick<Tokens, 'expiresIn'>, now: number): number | undefined {
  return tokens.expiresIn === undefined ? undefined : Math.floor(now + tokens.expiresIn * 1000);
}
