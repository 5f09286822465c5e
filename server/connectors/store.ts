// Connectors, accounts and catalogues on disk. Every read and write names the person: another person's id finds nothing.
import type { Kysely, Transaction } from 'kysely';
import type { Catalogue } from '#shared/contract/catalogue.ts';
import { freeSlug } from '#shared/slug.ts';
import type { Tables } from '../storage/tables.ts';
import { type AccountRecord, type ConnectorRecord, type Counts, countsOf } from './connector.ts';
import { accountOfRow, connectorOfRow, rowOfAccount, rowOfConnector } from './rows.ts';

export type ConnectorStore = ReturnType<typeof createConnectorStore>;
type Db = Kysely<Tables> | Transaction<Tables>;

export function createConnectorStore(db: Kysely<Tables>) {
  return {
    ...connectorRows(db),
    ...accountRows(db),
    ...catalogueRows(db),
    /** Connector, first account and first catalogue appear together or not at all. Answers with the slug it got. */
    async insertWithAccount(
      connector: ConnectorRecord,
      account: AccountRecord,
      catalogue: Catalogue | undefined,
    ): Promise<ConnectorRecord> {
      return db.transaction().execute(async (transaction) => {
        const inserted = await insertConnector(transaction, connector);
        await transaction.insertInto('connector_account').values(rowOfAccount(account)).execute();
        if (catalogue) await saveCatalogue(transaction, account, catalogue);
        return inserted;
      });
    },
  };
}

/** Takes the first free slug; two that are added at once meet in the unique index and the loser tries the next. */
async function insertConnector(db: Db, connector: ConnectorRecord): Promise<ConnectorRecord> {
  for (;;) {
    const taken = await db
      .selectFrom('connector')
      .select('slug')
      .where('project_id', '=', connector.projectId)
      .execute();
    const slug = freeSlug(connector.slug, new Set(taken.map((row) => row.slug)));
    const result = await db
      .insertInto('connector')
      .values(rowOfConnector({ ...connector, slug }))
      .onConflict((conflict) => conflict.columns(['project_id', 'slug']).doNothing())
      .executeTakeFirst();
    if (result.numInsertedOrUpdatedRows === 1n) return { ...connector, slug };
  }
}

function connectorRows(db: Kysely<Tables>) {
  return {
    async find(personId: string, connectorId: string): Promise<ConnectorRecord | undefined> {
      const row = await db
        .selectFrom('connector')
        .selectAll()
        .where('id', '=', connectorId)
        .where('person_id', '=', personId)
        .executeTakeFirst();
      return row && connectorOfRow(row);
    },
    /** Oldest first: the order people added them in. */
    async ofProject(personId: string, projectId: string): Promise<ConnectorRecord[]> {
      const rows = await db
        .selectFrom('connector')
        .selectAll()
        .where('person_id', '=', personId)
        .where('project_id', '=', projectId)
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(connectorOfRow);
    },
    /** False when another connector of the project has the slug. */
    async update(connector: ConnectorRecord): Promise<boolean> {
      const row = rowOfConnector(connector);
      // Written in ways of their own; `certificate_authority` with the settings of the sign-in.
      const { id, person_id, project_id, era_verdict, health, last_used_at, created_at, ...rest } = row;
      const { certificate_authority, ...changed } = rest;
      const clash = await db
        .selectFrom('connector')
        .select('id')
        .where('project_id', '=', project_id)
        .where('slug', '=', connector.slug)
        .where('id', '!=', id)
        .executeTakeFirst();
      if (clash) return false;
      await db
        .updateTable('connector')
        .set(changed)
        .where('id', '=', id)
        .where('person_id', '=', person_id)
        .execute();
      return true;
    },
    async saveHealth(
      connector: Pick<ConnectorRecord, 'id' | 'personId' | 'health' | 'lastUsedAt'>,
    ): Promise<void> {
      await db
        .updateTable('connector')
        .set({
          health: JSON.stringify(connector.health),
          ...(connector.lastUsedAt === undefined ? {} : { last_used_at: connector.lastUsedAt }),
        })
        .where('id', '=', connector.id)
        .where('person_id', '=', connector.personId)
        .execute();
    },
    /** Accounts, secrets, catalogues and permissions go with it (foreign keys cascade). */
    async remove(personId: string, connectorId: string): Promise<boolean> {
      const result = await db
        .deleteFrom('connector')
        .where('id', '=', connectorId)
        .where('person_id', '=', personId)
        .executeTakeFirst();
      return result.numDeletedRows === 1n;
    },
  };
}

function accountRows(db: Kysely<Tables>) {
  const ofPerson = (personId: string) =>
    db.selectFrom('connector_account').selectAll().where('person_id', '=', personId);
  return {
    async findAccount(personId: string, accountId: string): Promise<AccountRecord | undefined> {
      const row = await ofPerson(personId).where('id', '=', accountId).executeTakeFirst();
      return row && accountOfRow(row);
    },
    /** Default first, then oldest first. */
    async accountsOf(personId: string, connectorIds: readonly string[]): Promise<AccountRecord[]> {
      if (connectorIds.length === 0) return [];
      const rows = await ofPerson(personId)
        .where('connector_id', 'in', connectorIds)
        .orderBy('is_default', 'desc')
        .orderBy('created_at')
        .orderBy('id')
        .execute();
      return rows.map(accountOfRow);
    },
    /** Every account that should be connected, of every person, most recently used first; for the start. */
    async accountsToWake(): Promise<AccountRecord[]> {
      const rows = await db
        .selectFrom('connector_account')
        .selectAll()
        .where('state', 'in', ['connected', 'failed', 'connecting'])
        .orderBy((eb) => eb.fn.coalesce('last_used_at', 'created_at'), 'desc')
        .execute();
      return rows.map(accountOfRow);
    },
    async insertAccount(account: AccountRecord): Promise<void> {
      await db.insertInto('connector_account').values(rowOfAccount(account)).execute();
    },
    /** Writes the named fields alone, so that a listing that ends meanwhile never brings back an old secret. */
    async changeAccount(
      account: Pick<AccountRecord, 'id' | 'personId'>,
      change: AccountChange,
    ): Promise<void> {
      await db
        .updateTable('connector_account')
        .set(changedColumns(change))
        .where('id', '=', account.id)
        .where('person_id', '=', account.personId)
        .execute();
    },
    async makeDefault(account: AccountRecord): Promise<void> {
      await db
        .updateTable('connector_account')
        .set((eb) => ({
          is_default: eb.case().when('id', '=', account.id).then(1).else(0).end(),
        }))
        .where('connector_id', '=', account.connectorId)
        .where('person_id', '=', account.personId)
        .execute();
    },
    async removeAccount(account: Pick<AccountRecord, 'id' | 'personId'>): Promise<void> {
      await db
        .deleteFrom('connector_account')
        .where('id', '=', account.id)
        .where('person_id', '=', account.personId)
        .execute();
    },
  };
}

export interface AccountChange {
  label?: string;
  kind?: AccountRecord['kind'];
  state?: AccountRecord['state'];
  identity?: string | null;
  problem?: AccountRecord['problem'] | null;
  secret?: string | null;
  lastUsedAt?: number;
}

function changedColumns(change: AccountChange) {
  return {
    ...(change.label === undefined ? {} : { label: change.label }),
    ...(change.kind === undefined ? {} : { kind: change.kind }),
    ...(change.state === undefined ? {} : { state: change.state }),
    ...(change.identity === undefined ? {} : { identity: change.identity }),
    ...(change.problem === undefined
      ? {}
      : { problem: change.problem === null ? null : JSON.stringify(change.problem) }),
    ...(change.secret === undefined ? {} : { secret: change.secret }),
    ...(change.lastUsedAt === undefined ? {} : { last_used_at: change.lastUsedAt }),
  };
}

function catalogueRows(db: Kysely<Tables>) {
  return {
    saveCatalogue: (account: AccountRecord, catalogue: Catalogue) => saveCatalogue(db, account, catalogue),
    /**
     * Writes how a listing went, unless the account was disconnected, detached, signed in anew or removed, or
     * the connector got another URL since `listed` was read; false then, and nothing is written.
     */
    settleListing(
      listed: { account: AccountRecord; url: string },
      change: AccountChange,
      catalogue: Catalogue | undefined,
    ): Promise<boolean> {
      return db.transaction().execute(async (transaction) => {
        const { account } = listed;
        const result = await transaction
          .updateTable('connector_account')
          .set(changedColumns(change))
          .where('id', '=', account.id)
          .where('person_id', '=', account.personId)
          .where('kind', '=', account.kind)
          .where('state', 'in', ['connecting', 'connected', 'failed'])
          .where('secret', account.secret === undefined ? 'is' : '=', account.secret ?? null)
          .where((eb) =>
            eb.exists(
              eb
                .selectFrom('connector')
                .select('connector.id')
                .where('connector.id', '=', account.connectorId)
                .where('connector.url', '=', listed.url),
            ),
          )
          .executeTakeFirst();
        if (result.numUpdatedRows !== 1n) return false;
        if (catalogue) await saveCatalogue(transaction, account, catalogue);
        return true;
      });
    },
    async catalogueOf(personId: string, accountId: string): Promise<Catalogue | undefined> {
      const row = await db
        .selectFrom('catalogue')
        .select('catalogue')
        .where('account_id', '=', accountId)
        .where('person_id', '=', personId)
        .executeTakeFirst();
      return row && JSON.parse(row.catalogue);
    },
    async countsOf(personId: string, connectorIds: readonly string[]): Promise<Map<string, Counts>> {
      if (connectorIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('catalogue')
        .select(['account_id', 'counts'])
        .where('person_id', '=', personId)
        .where('connector_id', 'in', connectorIds)
        .execute();
      return new Map(rows.map((row) => [row.account_id, JSON.parse(row.counts) as Counts]));
    },
    async removeCatalogue(account: Pick<AccountRecord, 'id' | 'personId'>): Promise<void> {
      await db
        .deleteFrom('catalogue')
        .where('account_id', '=', account.id)
        .where('person_id', '=', account.personId)
        .execute();
    },
  };
}

async function saveCatalogue(db: Db, account: AccountRecord, catalogue: Catalogue): Promise<void> {
  const saved = {
    catalogue: JSON.stringify(catalogue),
    counts: JSON.stringify(countsOf(catalogue)),
    listed_at: catalogue.listedAt,
  };
  await db
    .insertInto('catalogue')
    .values({
      account_id: account.id,
      person_id: account.personId,
      project_id: account.projectId,
      connector_id: account.connectorId,
      ...saved,
    })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(saved))
    .execute();
}
