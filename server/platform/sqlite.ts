// Kysely's SQLite dialect on Node's own `node:sqlite`.
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { SqliteDatabase, SqliteStatement } from 'kysely';

const statementsKept = 500;

/**
 * Opens a file for durable use: an acknowledged commit is on disk (`synchronous=FULL`), readers do not
 * wait for the writer (WAL), another process's write lock is waited for up to 5 seconds.
 */
export function openSqliteFile(file: string): DatabaseSync {
  const raw = new DatabaseSync(file, { timeout: 5000, enableForeignKeyConstraints: true });
  raw.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL');
  return raw;
}

/** What Kysely needs of a SQLite database, with prepared statements kept by their text. */
export function kyselySqlite(raw: DatabaseSync): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => raw.close(),
    prepare(text) {
      const known = statements.get(text);
      if (known) return known;
      // Every transaction may write: taking the write lock at once avoids the deadlock of two readers that turn writers.
      const statement = asStatement(raw.prepare(text === 'begin' ? 'begin immediate' : text));
      if (statements.size >= statementsKept) statements.clear();
      statements.set(text, statement);
      return statement;
    },
  };
}

function asStatement(prepared: StatementSync): SqliteStatement {
  return {
    reader: prepared.columns().length > 0,
    all: (parameters) => prepared.all(...(parameters as SQLInputValue[])),
    run: (parameters) => prepared.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => prepared.iterate(...(parameters as SQLInputValue[])),
  };
}
