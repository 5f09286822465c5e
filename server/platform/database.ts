// Opens the store: a SQLite file by default, PostgreSQL by a URL, behind one Kysely instance.
import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import { AppError } from '#shared/app-error.ts';
import { kyselySqlite, openSqliteFile } from './sqlite.ts';

export type DatabaseLocation = { file: string } | { url: string };

export interface Database<Tables> {
  /** The one instance per process; two on one SQLite connection would mix their transactions. */
  db: Kysely<Tables>;
  dialect: 'sqlite' | 'postgres';
  location: DatabaseLocation;
  /** The connection itself, on SQLite: only for what `unsyncedOnSqlite` does. */
  raw?: DatabaseSync;
  close(): Promise<void>;
}

/** Opens the store without changing its tables; call `migrate` before use. `file` may be `:memory:`. */
export function openDatabase<Tables>(location: DatabaseLocation): Database<Tables> {
  return 'url' in location ? openPostgres(location) : openSqlite(location);
}

function openSqlite<Tables>(location: { file: string }): Database<Tables> {
  const raw = openSqliteFile(location.file);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: kyselySqlite(raw) }) });
  return {
    db,
    dialect: 'sqlite',
    location,
    raw,
    async close() {
      await db.destroy();
      if (raw.isOpen) raw.close();
    },
  };
}

/** int8 (type 20) arrives as a number: our large numbers are milliseconds and counters, far below 2^53. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === 20 && format !== 'binary'
      ? Number
      : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

function openPostgres<Tables>(location: { url: string }): Database<Tables> {
  const pool = new pg.Pool({ connectionString: location.url, max: 10, types });
  // An idle connection that the server closed is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    dialect: 'postgres',
    location,
    async close() {
      await db.destroy();
      if (!pool.ended) await pool.end();
    },
  };
}

/**
 * Brings the tables to the newest form; several processes may call it at once, one does the work (Kysely's own lock).
 * A SQLite file with data is copied beside itself first (`causeway.db.before-<newest migration>`). Throws
 * `database_is_newer` when a newer Causeway has changed the tables already, and then changes nothing.
 */
export async function migrate<Tables>(
  database: Database<Tables>,
  migrations: Record<string, Migration>,
): Promise<void> {
  const migrator = new Migrator({
    db: database.db,
    provider: { getMigrations: async () => migrations },
    // Each feature numbers in its own range, so a new one may stand before one that ran.
    allowUnorderedMigrations: true,
  });
  const table = (await database.db.introspection.getTables({ withInternalKyselyTables: true })).find(
    (t) => t.name === 'kysely_migration',
  );
  const ran = table
    ? (await sql<{ name: string }>`select name from kysely_migration`.execute(database.db)).rows
    : [];
  const unknown = ran.find((row) => !(row.name in migrations));
  if (unknown) throw databaseIsNewer(unknown.name);
  const waiting = Object.keys(migrations).filter((name) => !ran.some((row) => row.name === name));
  if (waiting.length === 0) return;
  if ('file' in database.location && ran.length > 0 && database.location.file !== ':memory:') {
    const copy = `${database.location.file}.before-${waiting.at(-1)}`;
    if (!existsSync(copy)) await sql`vacuum into ${copy}`.execute(database.db);
  }
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}

const databaseIsNewer = (name: string): AppError =>
  new AppError({
    code: 'database_is_newer',
    status: 500,
    message: `The database was changed by a newer version of Causeway (${name}); this version would damage it, so nothing was touched.`,
    fix: 'Start the newer version, or put back the copy that was made beside the database before the change.',
  });
