// Transactions on SQLite that need not wait for the disk.
import type { DatabaseSync } from 'node:sqlite';
import type { Database } from './database.ts';
import type { Checkpoints } from './sqlite-checkpoints.ts';

/** Runs `work` in one turn and one transaction. Prepare statements once, keyed by the connection given. */
export type RunUnsynced = <Answer>(work: (raw: DatabaseSync) => Answer) => Promise<Answer>;

/** Pages that such a transaction changes, about. */
const pagesOfCommit = 5;

/**
 * For counters that are written before every call: the commit is in the write-ahead log, and so survives the end of
 * the process (kill -9), without waiting for the disk; only a power cut may lose the last ones. The next ordinary
 * commit puts them on the disk too. Undefined on PostgreSQL, where no transaction is cheaper than another.
 */
export function unsyncedOnSqlite<Tables>(
  database: Database<Tables>,
  checkpoints: Checkpoints,
): RunUnsynced | undefined {
  const { raw, location } = database;
  if (!raw || !('file' in location)) return undefined;
  return (work) =>
    // Waits until no transaction is open on this connection, and keeps others from opening one.
    database.db.connection().execute(async () => {
      // Not prepared: SQLite reads this pragma when it compiles it, and a kept statement would do nothing.
      raw.exec('pragma synchronous=normal; begin immediate');
      try {
        const answer = work(raw);
        raw.exec('commit');
        checkpoints.wrote(location.file, pagesOfCommit);
        return answer;
      } finally {
        if (raw.isTransaction) raw.exec('rollback');
        raw.exec('pragma synchronous=full');
      }
    });
}
