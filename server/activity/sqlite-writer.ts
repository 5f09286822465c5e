// Writes links into the SQLite file of the record. Synchronous: it lives in a thread of its own.
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
  /** Durable when it returns; throws and changes nothing otherwise. */
  commit(links: Link[]): number[];
  close(): void;
}

export function openSqliteWriter(file: string): SqliteWriter {
  const raw = openSqliteFile(file);
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
      raw.exec('begin immediate');
      try {
        const next = chain(head.get() as unknown as ChainHead, links);
        for (const { link, sequence, hash } of next.placed) {
          if (link.kind === 'begin') insertBeginning(insert, sequence, hash, link.row);
          else writeEnd(end, sequence, hash, link.row);
        }
        moveHead.run(next.head.sequence, next.head.hash);
        raw.exec('commit');
        return next.placed.map((p) => p.sequence);
      } catch (error) {
        if (raw.isTransaction) raw.exec('rollback');
        throw error;
      }
    },
    close: () => closeFile(raw),
  };
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

function closeFile(raw: DatabaseSync): void {
  if (raw.isOpen) raw.close();
}
