// Rows of a sign-in: settings, registrations, attempts, grants. Secrets are sealed for the person and the row.
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { SignInStep } from '#shared/contract/authorization.ts';
import { Secret } from '../platform/secret.ts';
import type { SealContext, Vault } from '../platform/vault.ts';
import type { AuthorizationTables } from '../storage/tables/authorization.ts';
import type { Tables } from '../storage/tables.ts';
import type { OAuthAccountKey } from './account-credentials.ts';
import type { ClientAuthentication, OAuthClient, ServerMetadata } from './model.ts';
import { plainSettings, type SignInSettings } from './model.ts';
import type { ProofAlgorithm, ProofKey } from './proof-key.ts';
import type { KeptRegistrations } from './steps/choose-client.ts';

export interface StoreDeps {
  db: Kysely<Tables>;
  vault: Vault;
}

type ConnectorKey = Pick<OAuthAccountKey, 'personId' | 'connectorId'>;

const context = (table: string, field: string, personId: string, accountId: string): SealContext => ({
  table,
  field,
  personId,
  accountId,
});

const settingSecrets = ['clientSecret', 'privateKey', 'idpSecret', 'idToken', 'workloadToken'] as const;
export type SettingSecrets = Partial<Record<(typeof settingSecrets)[number], string>>;
/** Settings as they are stored: without any secret. */
export type StoredSettings = Omit<SignInSettings, 'client' | 'identityProvider' | 'workloadToken'> & {
  client?: { clientId: string; issuer?: string; authentication?: ClientAuthentication; algorithm?: string };
  identityProvider?: { tokenEndpoint: string; clientId: string };
};

export async function readSettings(
  { db, vault }: StoreDeps,
  { personId, connectorId }: ConnectorKey,
): Promise<{ stored: StoredSettings; secrets: SettingSecrets }> {
  // Whom the connector trusts stands in its own row, since its own connections need it as well.
  const row = await db
    .selectFrom('connector')
    .leftJoin('authorization_settings as saved', 'saved.connector_id', 'connector.id')
    .select(['saved.settings', 'saved.secrets', 'connector.certificate_authority as authority'])
    .where('connector.id', '=', connectorId)
    .where('connector.person_id', '=', personId)
    .executeTakeFirst();
  const trusted = row?.authority ? { certificateAuthority: row.authority } : {};
  if (!row?.settings) return { stored: { ...plainSettings, ...trusted }, secrets: {} };
  const at = context('authorization_settings', 'secrets', personId, connectorId);
  return {
    stored: { ...(JSON.parse(row.settings) as StoredSettings), ...trusted },
    secrets: row.secrets ? (JSON.parse(vault.open(row.secrets, at).reveal()) as SettingSecrets) : {},
  };
}

export async function writeSettings(
  { db, vault }: StoreDeps,
  key: ConnectorKey & { projectId: string },
  value: { stored: StoredSettings; secrets: SettingSecrets },
  now: number,
): Promise<void> {
  const at = context('authorization_settings', 'secrets', key.personId, key.connectorId);
  const { certificateAuthority, ...stored } = value.stored;
  const changing = {
    settings: JSON.stringify(stored),
    secrets:
      Object.keys(value.secrets).length > 0
        ? vault.seal(new Secret(JSON.stringify(value.secrets)), at)
        : null,
    updated_at: now,
  };
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('authorization_settings')
      .values({
        connector_id: key.connectorId,
        person_id: key.personId,
        project_id: key.projectId,
        ...changing,
      })
      .onConflict((conflict) => conflict.column('connector_id').doUpdateSet(changing))
      .execute();
    await transaction
      .updateTable('connector')
      .set({ certificate_authority: certificateAuthority ?? null })
      .where('id', '=', key.connectorId)
      .where('person_id', '=', key.personId)
      .execute();
  });
}

/** Settings with their secrets, ready for the steps. */
export async function openSettings(deps: StoreDeps, key: ConnectorKey): Promise<SignInSettings> {
  const { stored, secrets } = await readSettings(deps, key);
  const secret = (text: string | undefined) => (text ? new Secret(text) : undefined);
  const { client, identityProvider, ...rest } = stored;
  const clientSecret = secret(secrets.clientSecret);
  const privateKey = secret(secrets.privateKey);
  const idpSecret = secret(secrets.idpSecret);
  const idToken = secret(secrets.idToken);
  const workloadToken = secret(secrets.workloadToken);
  return {
    ...rest,
    ...(client && {
      client: { ...client, ...(clientSecret && { secret: clientSecret }), ...(privateKey && { privateKey }) },
    }),
    ...(identityProvider && {
      identityProvider: {
        ...identityProvider,
        ...(idpSecret && { secret: idpSecret }),
        ...(idToken && { idToken }),
      },
    }),
    ...(workloadToken && { workloadToken }),
  };
}

/** Registrations of one connector, by issuer; `now` decides whether a secret has expired. */
export function keptRegistrations(
  { db, vault }: StoreDeps,
  key: ConnectorKey & { projectId: string },
  now: () => number,
): KeptRegistrations & { drop(issuer: string): Promise<void> } {
  const { personId, connectorId, projectId } = key;
  const at = (issuer: string) => context('authorization_client', `secret ${issuer}`, personId, connectorId);
  const where = (issuer: string) =>
    db
      .selectFrom('authorization_client')
      .selectAll()
      .where('person_id', '=', personId)
      .where('connector_id', '=', connectorId)
      .where('issuer', '=', issuer);
  return {
    async find(issuer, redirectUri) {
      const row = await where(issuer).executeTakeFirst();
      if (!row || row.redirect_uri !== redirectUri) return undefined;
      if (row.secret_expires_at !== null && row.secret_expires_at <= now()) return undefined;
      const client: OAuthClient = {
        kind: 'registered',
        clientId: row.client_id,
        authentication: row.authentication as ClientAuthentication,
        ...(row.client_secret && { secret: vault.open(row.client_secret, at(issuer)) }),
      };
      return client;
    },
    async save(issuer, redirectUri, { client, secretExpiresAt }) {
      const changing = {
        client_id: client.clientId,
        client_secret: client.secret ? vault.seal(client.secret, at(issuer)) : null,
        authentication: client.authentication,
        redirect_uri: redirectUri,
        secret_expires_at: secretExpiresAt ?? null,
        registered_at: now(),
      };
      await db
        .insertInto('authorization_client')
        .values({
          person_id: personId,
          connector_id: connectorId,
          project_id: projectId,
          issuer,
          ...changing,
        })
        .onConflict((conflict) =>
          conflict.columns(['person_id', 'connector_id', 'issuer']).doUpdateSet(changing),
        )
        .execute();
    },
    async drop(issuer) {
      await db
        .deleteFrom('authorization_client')
        .where('person_id', '=', personId)
        .where('connector_id', '=', connectorId)
        .where('issuer', '=', issuer)
        .execute();
    },
  };
}

/** What a sign-in was prepared with; kept from before leaving until the browser is back. */
export interface AttemptPlan {
  url: string;
  metadata: ServerMetadata;
  resource: string | undefined;
  client: { kind: OAuthClient['kind']; clientId: string; authentication: ClientAuthentication };
  scopes: string[];
  added: string[];
  isStepUp: boolean;
  redirectUri: string;
  proof?: { algorithm: ProofAlgorithm; must: boolean };
}

export interface AttemptStory {
  steps: SignInStep[];
  problem?: { code: string; message: string; fix?: string };
}

export type AttemptRow = AuthorizationTables['authorization_attempt'];

/** A state is stored only as its digest: a copy of the database does not let anybody finish a sign-in. */
export const digestOf = (state: string): string => createHash('sha256').update(state).digest('hex');

/** What leaves with the browser and must come back with it. */
export interface Luggage {
  verifier: string;
  proofKey?: ProofKey;
}

export function sealLuggage(
  vault: Vault,
  attempt: Pick<AttemptRow, 'id' | 'person_id'>,
  luggage: Luggage,
): string {
  return vault.seal(
    new Secret(JSON.stringify(luggage)),
    context('authorization_attempt', 'verifier', attempt.person_id, attempt.id),
  );
}

export function openLuggage(
  vault: Vault,
  attempt: Pick<AttemptRow, 'id' | 'person_id' | 'verifier'>,
): Luggage | undefined {
  if (!attempt.verifier) return undefined;
  const at = context('authorization_attempt', 'verifier', attempt.person_id, attempt.id);
  return JSON.parse(vault.open(attempt.verifier, at).reveal()) as Luggage;
}
