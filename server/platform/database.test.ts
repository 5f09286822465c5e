import { expect, test } from 'vitest';
import { migrations } from '#server/storage/migrations.ts';
import type { Tables } from '#server/storage/tables.ts';
import { describeEachDatabase } from '#test/databases.ts';
import { migrate, openDatabase } from './database.ts';

describeEachDatabase('the database', (open, dialect) => {
  test('is migrated once and keeps rows', async () => {
    const database = await open();
    await migrate(database, migrations(dialect));
    await database.db
      .insertInto('project')
      .values({
        id: 'p1',
        person_id: 'a',
        name: 'One',
        slug: 'one',
        is_default: 1,
        created_at: 1_800_000_000_000,
      })
      .execute();
    const again = openDatabase<Tables>(database.location);
    const row = await again.db.selectFrom('project').selectAll().executeTakeFirstOrThrow();
    expect(row.created_at).toBe(1_800_000_000_000);
    await again.close();
  });
});
