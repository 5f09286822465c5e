// A policy is read as it was at one moment, whatever another process writes meanwhile.
import { sql, type Transaction } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from '#server/platform/database.ts';
import type { Tables } from '#server/storage/tables.ts';
import { describeEachDatabase } from '#test/databases.ts';
import { readPolicy } from './policy-store.ts';

const key = { personId: 'p1', projectId: 'prj1', connectorId: 'con1' };

describeEachDatabase('a policy', (open, dialect) => {
  test('nothing is stored of a connector that was never listed', async () => {
    const { db } = await open();
    expect(await readPolicy(db, key)).toMatchObject({ revision: 0, review: undefined, rules: [] });
  });

  if (dialect === 'sqlite') return;
  test('a first listing accepted in the middle of reading is seen whole or not at all', async () => {
    const database = await open();
    const other = openDatabase<Tables>(database.location);
    let reading: ReturnType<typeof readPolicy> | undefined;
    await other.db.transaction().execute(async (transaction) => {
      await insertConnector(transaction);
      // The reader comes past the accepted definitions and waits here, until all of it is committed.
      await sql`lock table connector_review in access exclusive mode`.execute(transaction);
      reading = readPolicy(database.db, key);
      await untilSomebodyWaits(transaction);
      await insertReviews(transaction);
    });
    const policy = await reading;
    expect([policy?.review !== undefined, policy?.accepted.size]).toEqual([false, 0]);
    const after = await readPolicy(database.db, key);
    expect([after.review !== undefined, after.accepted.size]).toEqual([true, 1]);
    await other.close();
  });
});

type Writer = Transaction<Tables>;

async function untilSomebodyWaits(db: Writer): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ waiting: number }>`
      select count(*)::int as waiting from pg_locks
      where not granted and relation = 'connector_review'::regclass`.execute(db);
    if ((rows[0]?.waiting ?? 0) > 0) return;
  }
}

async function insertConnector(db: Writer): Promise<void> {
  await db
    .insertInto('project')
    .values({ id: 'prj1', person_id: 'p1', name: 'One', slug: 'one', is_default: 1, created_at: 1 })
    .execute();
  await db
    .insertInto('connector')
    .values({
      id: 'con1',
      person_id: 'p1',
      project_id: 'prj1',
      name: 'One',
      slug: 'one',
      url: 'https://one.example/mcp',
      sign_in: 'none',
      transport: 'auto',
      icon: null,
      era_verdict: null,
      health: '{}',
      created_at: 1,
      updated_at: 1,
      last_used_at: null,
    })
    .execute();
}

async function insertReviews(db: Writer): Promise<void> {
  const of = { person_id: 'p1', connector_id: 'con1', project_id: 'prj1' };
  await db
    .insertInto('connector_review')
    .values({ ...of, first_listed_at: 1, first_reviewed_at: null, accept_new_read_only: 0 })
    .execute();
  await db
    .insertInto('definition_review')
    .values({
      ...of,
      kind: 'tool',
      name: 'echo',
      digest: 'd',
      verdict: 'accepted',
      how: 'added',
      definition: '{}',
      reviewed_at: 1,
    })
    .execute();
}
