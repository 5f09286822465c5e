import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const connectors: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('connector')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text', (c) => c.notNull().references('project.id').onDelete('cascade'))
      .addColumn('name', 'text', (c) => c.notNull())
      .addColumn('slug', 'text', (c) => c.notNull())
      .addColumn('url', 'text', (c) => c.notNull())
      .addColumn('sign_in', 'text', (c) => c.notNull())
      .addColumn('transport', 'text', (c) => c.notNull())
      .addColumn('icon', 'text')
      .addColumn('era_verdict', 'text')
      .addColumn('health', 'text', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addColumn('last_used_at', 'bigint')
      .addUniqueConstraint('connector_slug', ['project_id', 'slug'])
      .execute();
    await db.schema
      .createTable('connector_account')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text', (c) => c.notNull())
      .addColumn('connector_id', 'text', (c) => c.notNull().references('connector.id').onDelete('cascade'))
      .addColumn('label', 'text', (c) => c.notNull())
      .addColumn('kind', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('identity', 'text')
      .addColumn('problem', 'text')
      .addColumn('secret', 'text')
      .addColumn('is_default', 'integer', (c) => c.notNull().defaultTo(0))
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('last_used_at', 'bigint')
      .execute();
    await db.schema
      .createIndex('connector_account_of')
      .on('connector_account')
      .columns(['connector_id', 'person_id'])
      .execute();
    await db.schema
      .createTable('catalogue')
      .addColumn('account_id', 'text', (c) =>
        c.primaryKey().references('connector_account.id').onDelete('cascade'),
      )
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text', (c) => c.notNull())
      .addColumn('connector_id', 'text', (c) => c.notNull())
      .addColumn('catalogue', 'text', (c) => c.notNull())
      .addColumn('listed_at', 'bigint', (c) => c.notNull())
      .execute();
  },
};
