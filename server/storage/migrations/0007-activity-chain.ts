import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** The record as a chain. On SQLite it lives in a file of its own, made by `createRecordTables`. */
export const activityChain = (dialect: 'sqlite' | 'postgres'): Migration => ({
  async up(db: Kysely<unknown>) {
    if (dialect === 'postgres') await createRecordTables(db, dialect);
  },
});

export async function createRecordTables(db: Kysely<unknown>, dialect: 'sqlite' | 'postgres'): Promise<void> {
  await db.schema
    .createTable('activity')
    // On SQLite only a key of this type is the table's own order; any other is one more index to write.
    .addColumn('sequence', dialect === 'sqlite' ? 'integer' : 'bigint', (c) => c.primaryKey())
    .addColumn('id', 'text', (c) => c.notNull().unique())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('project_id', 'text', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('door', 'text', (c) => c.notNull())
    .addColumn('client', 'text')
    .addColumn('connector_id', 'text')
    .addColumn('account_id', 'text')
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('arguments_digest', 'text')
    .addColumn('outcome', 'text', (c) => c.notNull())
    .addColumn('milliseconds', 'bigint')
    .addColumn('details', 'text', (c) => c.notNull())
    .addColumn('writer', 'text', (c) => c.notNull())
    .addColumn('started', 'integer', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('end_sequence', 'bigint', (c) => c.unique())
    .addColumn('end_hash', 'text')
    .addColumn('ended_at', 'bigint')
    .addColumn('end_details', 'text')
    .execute();
  await db.schema
    .createIndex('activity_of_person')
    .on('activity')
    .columns(['person_id', 'sequence'])
    .execute();
  await db.schema
    .createTable('activity_chain')
    .addColumn('id', 'integer', (c) => c.primaryKey())
    .addColumn('sequence', 'bigint', (c) => c.notNull())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
  await (db as Kysely<{ activity_chain: { id: number; sequence: number; hash: string } }>)
    .insertInto('activity_chain')
    .values({ id: 1, sequence: 0, hash: '0'.repeat(64) })
    .execute();
  await db.schema
    .createTable('activity_checkpoint')
    .addColumn('sequence', 'bigint', (c) => c.primaryKey())
    .addColumn('hash', 'text', (c) => c.notNull())
    .addColumn('at', 'bigint', (c) => c.notNull())
    .addColumn('entry_id', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('activity_writer')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('host', 'text', (c) => c.notNull())
    .addColumn('process', 'bigint', (c) => c.notNull())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .execute();
}
