// Opens the store: a SQLite file by default, PostgreSQL by a URL, behind one Kysely instance.
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import { kyselySqlite, openSqliteFile } from './sqlite.ts';

export type DatabaseLocation = { file: string } | { url: string };

export interface Database<Tables> {
  /** The one instance per process; two on one SQLite connection would mix their transactions. */
  db: Kysely<Tables>;
  dialect: 'sqlite' | 'postgres';
  location: DatabaseLocation;
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

/** Brings the tables to the newest form; several processes may call it at once, one does the work. */
export async function migrate<Tables>(
  database: Database<Tables>,
  migrations: Record<string, Migration>,
): Promise<void> {
  const migrator = new Migrator({
    db: database.db,
    provider: { getMigrations: async () => migrations },
  });
  const { error } = await migrator.migrateToLatest();
  if (error) throw error;
}
