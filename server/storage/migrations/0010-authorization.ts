import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const authorization: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('authorization_settings')
      .addColumn('connector_id', 'text', (c) => c.primaryKey().references('connector.id').onDelete('cascade'))
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text', (c) => c.notNull())
      .addColumn('settings', 'text', (c) => c.notNull())
      .addColumn('secrets', 'text')
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('authorization_client')
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('connector_id', 'text', (c) => c.notNull().references('connector.id').onDelete('cascade'))
      .addColumn('issuer', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text', (c) => c.notNull())
      .addColumn('client_id', 'text', (c) => c.notNull())
      .addColumn('client_secret', 'text')
      .addColumn('authentication', 'text', (c) => c.notNull())
      .addColumn('redirect_uri', 'text', (c) => c.notNull())
      .addColumn('secret_expires_at', 'bigint')
      .addColumn('registered_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('authorization_client_key', ['person_id', 'connector_id', 'issuer'])
      .execute();
    await db.schema
      .createTable('authorization_attempt')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text', (c) => c.notNull())
      .addColumn('connector_id', 'text', (c) => c.notNull().references('connector.id').onDelete('cascade'))
      .addColumn('account_id', 'text', (c) => c.notNull())
      .addColumn('session_id', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('state_digest', 'text', (c) => c.unique())
      .addColumn('plan', 'text', (c) => c.notNull())
      .addColumn('verifier', 'text')
      .addColumn('story', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('authorization_grant')
      .addColumn('account_id', 'text', (c) =>
        c.primaryKey().references('connector_account.id').onDelete('cascade'),
      )
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text', (c) => c.notNull())
      .addColumn('connector_id', 'text', (c) => c.notNull())
      .addColumn('url', 'text', (c) => c.notNull())
      .addColumn('issuer', 'text', (c) => c.notNull())
      .addColumn('version', 'integer', (c) => c.notNull())
      .addColumn('facts', 'text', (c) => c.notNull())
      .addColumn('tokens', 'text')
      .addColumn('granted_at', 'bigint', (c) => c.notNull())
      .addColumn('renewed_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint')
      .addColumn('lease_owner', 'text')
      .addColumn('lease_until', 'bigint')
      .addColumn('retry_at', 'bigint')
      .addColumn('trouble', 'text')
      .execute();
  },
};
