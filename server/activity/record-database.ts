// Where the record lives: on PostgreSQL beside everything else; on SQLite in a file of its own, so that its steady
// writing and the rest of the product never wait for each other's lock.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createRecordTables } from '#server/storage/migrations/0007-activity-chain.ts';
import type { Tables } from '#server/storage/tables.ts';
import { type Database, migrate, openDatabase } from '../platform/database.ts';

export interface RecordDatabase {
  database: Database<Tables>;
  /** The file, on SQLite. */
  file: string | undefined;
  close(): Promise<void>;
}

export async function openRecordDatabase(main: Database<Tables>): Promise<RecordDatabase> {
  if ('url' in main.location) return { database: main, file: undefined, close: async () => {} };
  const file = recordFile(main.location.file);
  const database = openDatabase<Tables>({ file });
  await migrate(database, { '0001-record': { up: (db) => createRecordTables(db, 'sqlite') } });
  return { database, file, close: () => database.close() };
}

/** `causeway.db` → `causeway-activity.db` beside it. */
export function recordFile(mainFile: string): string {
  if (mainFile === ':memory:') return join(mkdtempSync(join(tmpdir(), 'causeway-')), 'activity.db');
  return join(dirname(mainFile), `${basename(mainFile, '.db')}-activity.db`);
}
