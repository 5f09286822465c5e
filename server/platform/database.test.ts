import { existsSync } from 'node:fs';
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

  test('R20: an older Causeway refuses newer tables; a new migration may stand before one that ran', async () => {
    const database = await open();
    const { '0050-catalogue-counts': newest, ...older } = migrations(dialect);
    expect(newest).toBeDefined();
    await expect(migrate(database, older)).rejects.toMatchObject({ code: 'database_is_newer' });
    await migrate(database, { ...migrations(dialect), '0000-late': { up: async () => {} } });
    if ('file' in database.location)
      expect(existsSync(`${database.location.file}.before-0000-late`)).toBe(true);
  });
});
