import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const activityRetention: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('activity_retention')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('keep_days', 'integer')
      .execute();
  },
};
