import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Argument rules, ceilings, revisions, definition reviews. */
export const gate: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('tool_permission').addColumn('definition_digest', 'text').execute();
    await db.schema.alterTable('idempotent_call').addColumn('request_digest', 'text').execute();
    await db.schema.alterTable('idempotent_call').addColumn('process_id', 'text').execute();
    await db.schema
      .createTable('argument_rule')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text', (c) => c.notNull())
      .addColumn('connector_id', 'text', (c) => c.notNull().references('connector.id').onDelete('cascade'))
      .addColumn('tool', 'text', (c) => c.notNull())
      .addColumn('decision', 'text', (c) => c.notNull())
      .addColumn('conditions', 'text', (c) => c.notNull())
      .addColumn('definition_digest', 'text')
      .addColumn('note', 'text')
      .addColumn('hits', 'bigint', (c) => c.notNull().defaultTo(0))
      .addColumn('last_hit_at', 'bigint')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .addColumn('updated_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('argument_rule_of')
      .on('argument_rule')
      .columns(['person_id', 'connector_id'])
      .execute();
    await db.schema
      .createTable('policy_ceiling')
      .addColumn('id', 'text', (c) => c.primaryKey())
      .addColumn('layer', 'text', (c) => c.notNull())
      .addColumn('person_id', 'text', (c) => c.notNull())
      .addColumn('project_id', 'text')
      .addColumn('connector_id', 'text')
      .addColumn('host', 'text')
      .addColumn('tool', 'text')
      .addColumn('call_group', 'text')
      .addColumn('permission', 'text', (c) => c.notNull())
      .addColumn('note', 'text')
      .addColumn('created_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('policy_head')
      .addColumn('id', 'integer', (c) => c.primaryKey())
      .addColumn('revision', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('policy_revision')
      .addColumn('scope', 'text', (c) => c.primaryKey())
      .addColumn('revision', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createIndex('policy_revision_order')
      .on('policy_revision')
      .columns(['revision'])
      .execute();
    await reviews(db);
  },
};

async function reviews(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('definition_review')
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('project_id', 'text', (c) => c.notNull())
    .addColumn('connector_id', 'text', (c) => c.notNull().references('connector.id').onDelete('cascade'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('digest', 'text', (c) => c.notNull())
    .addColumn('verdict', 'text', (c) => c.notNull())
    .addColumn('how', 'text', (c) => c.notNull())
    .addColumn('definition', 'text', (c) => c.notNull())
    .addColumn('reviewed_at', 'bigint', (c) => c.notNull())
    .addPrimaryKeyConstraint('definition_review_key', ['person_id', 'connector_id', 'kind', 'name', 'digest'])
    .execute();
  await db.schema
    .createTable('connector_review')
    .addColumn('person_id', 'text', (c) => c.notNull())
    .addColumn('connector_id', 'text', (c) => c.notNull().references('connector.id').onDelete('cascade'))
    .addColumn('project_id', 'text', (c) => c.notNull())
    .addColumn('first_listed_at', 'bigint', (c) => c.notNull())
    .addColumn('first_reviewed_at', 'bigint')
    .addColumn('accept_new_read_only', 'integer', (c) => c.notNull().defaultTo(0))
    .addPrimaryKeyConstraint('connector_review_key', ['person_id', 'connector_id'])
    .execute();
}
