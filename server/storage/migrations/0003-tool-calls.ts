import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

export const toolCalls: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('tool_permission')
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text', (c) => c.notNull())
      .addColumn('connector_id', 'text', (c) => c.notNull().references('connector.id').onDelete('cascade'))
      .addColumn('target', 'text', (c) => c.notNull())
      .addColumn('permission', 'text', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('tool_permission_key', ['person_id', 'connector_id', 'target'])
      .execute();
    await db.schema
      .createTable('idempotent_call')
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('idempotency_key', 'text', (c) => c.notNull())
      .addColumn('call_id', 'text', (c) => c.notNull())
      .addColumn('outcome', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('idempotent_call_key', ['person_id', 'idempotency_key'])
      .execute();
  },
};
