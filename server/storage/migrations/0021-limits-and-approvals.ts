import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Usage limits with their counters, approvals, kept results. */
export const limitsAndApprovals: Migration = {
  async up(db: Kysely<unknown>) {
    await limits(db);
    await db.schema
      .createTable('approval')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text', (c) => c.notNull())
      .addColumn('connector_id', 'text', (c) => c.notNull().references('connector.id').onDelete('cascade'))
      .addColumn('account_id', 'text', (c) => c.notNull())
      .addColumn('method', 'text', (c) => c.notNull())
      .addColumn('subject', 'text', (c) => c.notNull())
      .addColumn('arguments', 'text', (c) => c.notNull())
      .addColumn('arguments_digest', 'text', (c) => c.notNull())
      .addColumn('definition_digest', 'text', (c) => c.notNull())
      .addColumn('policy_revision', 'text', (c) => c.notNull())
      .addColumn('details', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('reason', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .addColumn('answered_at', 'bigint')
      .addColumn('used_by_call', 'text')
      .execute();
    await db.schema
      .createIndex('approval_of')
      .on('approval')
      .columns(['person_id', 'state', 'created_at'])
      .execute();
    await db.schema
      .createTable('kept_result')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text', (c) => c.notNull())
      .addColumn('connector_id', 'text', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('expires_at', 'bigint', (c) => c.notNull())
      .execute();
  },
};

async function limits(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('usage_limit')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('project_id', 'text')
    .addColumn('connector_id', 'text', (c) => c.references('connector.id').onDelete('cascade'))
    .addColumn('tool', 'text')
    .addColumn('scope', 'text', (c) => c.notNull())
    .addColumn('period', 'text', (c) => c.notNull())
    .addColumn('amount_path', 'text')
    .addColumn('maximum', 'bigint', (c) => c.notNull())
    .addColumn('time_zone', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addColumn('updated_at', 'bigint', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('usage_limit_of').on('usage_limit').columns(['person_id']).execute();
  await db.schema
    .createTable('usage_counter')
    .addColumn('limit_id', 'text', (c) => c.notNull().references('usage_limit.id').onDelete('cascade'))
    .addColumn('window_key', 'text', (c) => c.notNull())
    .addColumn('used', 'bigint', (c) => c.notNull())
    .addColumn('starts_at', 'bigint')
    .addColumn('ends_at', 'bigint')
    .addPrimaryKeyConstraint('usage_counter_key', ['limit_id', 'window_key'])
    .execute();
  await db.schema
    .createTable('usage_reservation')
    .addColumn('call_id', 'text', (c) => c.notNull())
    .addColumn('limit_id', 'text', (c) => c.notNull().references('usage_limit.id').onDelete('cascade'))
    .addColumn('window_key', 'text', (c) => c.notNull())
    .addColumn('amount', 'bigint', (c) => c.notNull())
    .addColumn('process_id', 'text', (c) => c.notNull())
    .addColumn('created_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('usage_reservation_key', ['call_id', 'limit_id'])
    .execute();
  await db.schema
    .createIndex('usage_reservation_process')
    .on('usage_reservation')
    .columns(['process_id'])
    .execute();
  await db.schema
    .createTable('gate_process')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('seen_at', 'bigint', (c) => c.notNull())
    .execute();
}
