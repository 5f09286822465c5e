// Every store's suite runs on both databases: a SQLite file, and a real PostgreSQL from npm.
// One PostgreSQL server serves the whole run of vitest (test/global-setup.ts); each suite gets a database of its own.
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, describe, inject } from 'vitest';
import { type Database, type DatabaseLocation, migrate, openDatabase } from '#server/platform/database.ts';
import { migrations } from '#server/storage/migrations.ts';
import type { Tables } from '#server/storage/tables.ts';

export type OpenDatabase = () => Promise<Database<Tables>>;

/**
 * Runs `suite` twice. `open()` answers a fresh, migrated, empty database each time it is called, closed after
 * the suite. A second connection to the same one, as another process has it: `openDatabase(database.location)`.
 */
export function describeEachDatabase(
  name: string,
  suite: (open: OpenDatabase, dialect: 'sqlite' | 'postgres') => void,
): void {
  for (const dialect of ['sqlite', 'postgres'] as const) {
    describe(`${name} on ${dialect === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`, () => {
      const opened: Database<Tables>[] = [];
      afterAll(async () => {
        await Promise.all(opened.map((database) => database.close()));
      });
      suite(async () => {
        const database = openDatabase<Tables>(await freshLocation(dialect));
        opened.push(database);
        await migrate(database, migrations(dialect));
        return database;
      }, dialect);
    });
  }
}

/** Where an empty, unmigrated database is; removed after the run. */
export async function freshLocation(dialect: 'sqlite' | 'postgres'): Promise<DatabaseLocation> {
  if (dialect === 'sqlite') {
    return { file: join(mkdtempSync(join(inject('temporaryFolder'), 'sqlite-')), 'causeway.db') };
  }
  const server = await postgresUrl();
  const name = `test_${randomBytes(8).toString('hex')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href };
}

async function postgresUrl(): Promise<string> {
  const response = await fetch(inject('postgresStarter'));
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
