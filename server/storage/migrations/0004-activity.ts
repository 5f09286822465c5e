import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const activity = (dialect: 'sqlite' | 'postgres'): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('activity')
      .addColumn('sequence', dialect === 'sqlite' ? 'integer' : 'bigserial', (c) =>
        dialect === 'sqlite' ? c.primaryKey().autoIncrement() : c.primaryKey(),
      )
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
      .execute();
    await db.schema
      .createIndex('activity_of_person')
      .on('activity')
      .columns(['person_id', 'sequence'])
      .execute();
  },
});
