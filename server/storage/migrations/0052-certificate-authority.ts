import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The private authority of a connector: one place, for its own connections and those of its sign-in. */
export const certificateAuthority: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('connector').addColumn('certificate_authority', 'text').execute();
  },
};
