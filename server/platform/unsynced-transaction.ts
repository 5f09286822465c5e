// Transactions that need not wait for the disk.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from './database.ts';

export type Transact<Tables> = <Answer>(
  work: (transaction: Transaction<Tables>) => Promise<Answer>,
) => Promise<Answer>;

/**
 * For counters that are written before every call: on SQLite the commit is in the write-ahead log, and so survives
 * the end of the process (kill -9), without waiting for the disk; only a power cut may lose the last ones. The next
 * ordinary commit puts them on the disk too. On PostgreSQL it is an ordinary transaction.
 */
export function unsyncedTransactions<Tables>(database: Database<Tables>): Transact<Tables> {
  if (database.dialect === 'postgres') return (work) => database.db.transaction().execute(work);
  return (work) =>
    database.db.connection().execute(async (connection: Kysely<Tables>) => {
      await sql`pragma synchronous=normal`.execute(connection);
      try {
        return await connection.transaction().execute(work);
      } finally {
        await sql`pragma synchronous=full`.execute(connection);
      }
    });
}
