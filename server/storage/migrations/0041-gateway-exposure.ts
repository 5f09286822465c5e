import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** How the tools of a project are shown to other apps. */
export const gatewayExposure: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('project')
      .addColumn('exposure', 'text', (c) => c.notNull().defaultTo('all'))
      .execute();
  },
};
