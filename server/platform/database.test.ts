import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { migrations } from '#server/storage/migrations.ts';
import type { Tables } from '#server/storage/tables.ts';
import { migrate, openDatabase } from './database.ts';

const folder = mkdtempSync(join(tmpdir(), 'causeway-database-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('a SQLite file is migrated once and keeps rows', async () => {
  const database = openDatabase<Tables>({ file: join(folder, 'a.db') });
  await migrate(database, migrations('sqlite'));
  await migrate(database, migrations('sqlite'));
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
  await database.close();
  const again = openDatabase<Tables>({ file: join(folder, 'a.db') });
  const row = await again.db.selectFrom('project').selectAll().executeTakeFirstOrThrow();
  expect(row.created_at).toBe(1_800_000_000_000);
  await again.close();
});
