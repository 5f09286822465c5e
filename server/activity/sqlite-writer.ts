// Writes links into the SQLite file of the record. A commit is in the write-ahead log when it returns, and so survives
// the end of the process; it survives a power cut once `sync` resolves, which is what `synchronous=FULL` does within
// the commit, done here in the thread pool so that the event loop never waits for the disk.
import { closeSync, fdatasync, fsyncSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openSqliteFile } from '../platform/sqlite.ts';
import { type Beginning, type ChainHead, chain, type Ending, type Link } from './links.ts';

const beginColumns = [
  'id',
  'at',
  'person_id',
  'project_id',
  'kind',
  'door',
  'client',
  'connector_id',
  'account_id',
  'subject',
  'arguments_digest',
  'outcome',
  'milliseconds',
  'details',
  'writer',
] as const satisfies readonly (keyof Beginning)[];

export interface SqliteWriter {
  /** All or none; throws and changes nothing otherwise. */
  commit(links: Link[]): number[];
  /** What was committed before the call is on the disk when it resolves. */
  sync(): Promise<void>;
  close(): void;
}

/** Pages at which SQLite itself empties the log within a commit: only when the thread for it is far behind. */
const pagesAtMost = 8_000;

export function openSqliteWriter(file: string): SqliteWriter {
  const raw = openSqliteFile(file);
  raw.exec(`pragma synchronous=normal; pragma wal_autocheckpoint=${pagesAtMost}; pragma cache_size=-4096`);
  const log = openLog(raw, file);
  const begin = raw.prepare('begin immediate');
  const commit = raw.prepare('commit');
  const head = raw.prepare('select sequence, hash from activity_chain where id = 1');
  const moveHead = raw.prepare('update activity_chain set sequence = ?, hash = ? where id = 1');
  const insert = raw.prepare(
    `insert into activity (sequence, hash, started, ${beginColumns.join(', ')})
     values (?, ?, ?, ${beginColumns.map(() => '?').join(', ')})`,
  );
  const end = raw.prepare(
    `update activity set end_sequence = ?, end_hash = ?, ended_at = ?, outcome = ?, milliseconds = ?, end_details = ?
     where id = ? and started = 1 and end_sequence is null`,
  );
  return {
    commit(links) {
      begin.run();
      try {
        const next = chain(head.get() as unknown as ChainHead, links);
        for (const { link, sequence, hash } of next.placed) {
          if (link.kind === 'begin') insertBeginning(insert, sequence, hash, link.row);
          else writeEnd(end, sequence, hash, link.row);
        }
        moveHead.run(next.head.sequence, next.head.hash);
        commit.run();
        return next.placed.map((p) => p.sequence);
      } catch (error) {
        if (raw.isTransaction) raw.exec('rollback');
        throw error;
      }
    },
    sync: () =>
      new Promise((resolve, reject) => {
        fdatasync(log, (error) => (error ? reject(error) : resolve()));
      }),
    close() {
      closeSync(log);
      if (raw.isOpen) raw.close();
    },
  };
}

/** The write-ahead log as SQLite has it open: one file as long as a connection is. Its name is made durable here. */
function openLog(raw: DatabaseSync, file: string): number {
  // The first transaction creates the log.
  raw.exec('begin immediate; update activity_chain set id = 1 where id = 1; commit');
  // Windows neither needs nor allows this.
  if (process.platform !== 'win32') {
    const folder = openSync(dirname(file), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }
  return openSync(`${file}-wal`, 'r');
}

function insertBeginning(insert: StatementSync, sequence: number, hash: string, row: Beginning): void {
  const started = row.outcome === 'started' ? 1 : 0;
  insert.run(sequence, hash, started, ...beginColumns.map((column) => row[column]));
}

function writeEnd(end: StatementSync, sequence: number, hash: string, row: Ending): void {
  const { changes } = end.run(
    sequence,
    hash,
    row.ended_at,
    row.outcome,
    row.milliseconds,
    row.end_details,
    row.id,
  );
  if (changes !== 1) throw new Error(`The entry ${row.id} is not open`);
}
