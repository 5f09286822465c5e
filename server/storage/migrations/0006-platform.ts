import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const platform: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('vault_check')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('sealed', 'text', (c) => c.notNull())
      .execute();
  },
};
