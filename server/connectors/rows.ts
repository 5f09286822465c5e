// Between rows and records.
import type { Selectable } from 'kysely';
import type { ConnectorTables } from '../storage/tables/connectors.ts';
import type { AccountRecord, AccountState, ConnectorRecord } from './connector.ts';

type ConnectorRow = Selectable<ConnectorTables['connector']>;
type AccountRow = Selectable<ConnectorTables['connector_account']>;

export const connectorOfRow = (row: ConnectorRow): ConnectorRecord => ({
  id: row.id,
  personId: row.person_id,
  projectId: row.project_id,
  name: row.name,
  slug: row.slug,
  url: row.url,
  signIn: row.sign_in as ConnectorRecord['signIn'],
  transport: row.transport as ConnectorRecord['transport'],
  ...(row.certificate_authority === null ? {} : { certificateAuthority: row.certificate_authority }),
  ...(row.icon === null ? {} : { icon: JSON.parse(row.icon) }),
  health: { calls: [], ...JSON.parse(row.health) },
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
});

export const rowOfConnector = (connector: ConnectorRecord): ConnectorRow => ({
  id: connector.id,
  person_id: connector.personId,
  project_id: connector.projectId,
  name: connector.name,
  slug: connector.slug,
  url: connector.url,
  sign_in: connector.signIn,
  transport: connector.transport,
  certificate_authority: connector.certificateAuthority ?? null,
  icon: connector.icon === undefined ? null : JSON.stringify(connector.icon),
  era_verdict: null,
  health: JSON.stringify(connector.health),
  created_at: connector.createdAt,
  updated_at: connector.updatedAt,
  last_used_at: connector.lastUsedAt ?? null,
});

export const accountOfRow = (row: AccountRow): AccountRecord => ({
  id: row.id,
  personId: row.person_id,
  projectId: row.project_id,
  connectorId: row.connector_id,
  label: row.label,
  kind: row.kind as AccountRecord['kind'],
  state: row.state as AccountState,
  ...(row.identity === null ? {} : { identity: row.identity }),
  ...(row.problem === null ? {} : { problem: JSON.parse(row.problem) }),
  ...(row.secret === null ? {} : { secret: row.secret }),
  isDefault: row.is_default === 1,
  createdAt: row.created_at,
  ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
});

export const rowOfAccount = (account: AccountRecord): AccountRow => ({
  id: account.id,
  person_id: account.personId,
  project_id: account.projectId,
  connector_id: account.connectorId,
  label: account.label,
  kind: account.kind,
  state: account.state,
  identity: account.identity ?? null,
  problem: account.problem === undefined ? null : JSON.stringify(account.problem),
  secret: account.secret ?? null,
  is_default: account.isDefault ? 1 : 0,
  created_at: account.createdAt,
  last_used_at: account.lastUsedAt ?? null,
});
