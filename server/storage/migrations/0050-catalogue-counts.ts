import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Counts beside the catalogue, so that the table of connectors is drawn without reading every definition. */
export const catalogueCounts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('catalogue')
      .addColumn('counts', 'text', (c) => c.notNull().defaultTo('{}'))
      .execute();
  },
};
