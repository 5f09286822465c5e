// The counters on SQLite, where one process writes at a time: the same batch with prepared statements, in one turn.
import type { DatabaseSync } from 'node:sqlite';
import type { RunUnsynced } from '../platform/sqlite-unsynced.ts';
import { handOut, placesOf, type ReserveBatch } from './counters.ts';
import type { Part, Reservation, Reserved } from './limits.ts';

export function reserveOnSqlite(run: RunUnsynced, processId: string): ReserveBatch {
  let prepared: Statements | undefined;
  return (batch, done) =>
    run((raw) => {
      prepared ??= prepare(raw);
      for (const callId of done) prepared.settle.run(callId);
      return batch.length === 0 ? [] : reserve(prepared, batch, processId);
    });
}

type Statements = ReturnType<typeof prepare>;

const prepare = (raw: DatabaseSync) => ({
  settle: raw.prepare('delete from usage_reservation where call_id = ?'),
  used: raw.prepare('select used from usage_counter where limit_id = ? and window_key = ?'),
  open: raw.prepare(
    'insert into usage_counter (limit_id, window_key, used, starts_at, ends_at) values (?, ?, 0, ?, ?)',
  ),
  count: raw.prepare('update usage_counter set used = ? where limit_id = ? and window_key = ?'),
  reserve: raw.prepare(
    `insert into usage_reservation (call_id, limit_id, window_key, amount, process_id, created_at)
     values (?, ?, ?, ?, ?, ?)`,
  ),
});

function reserve(prepared: Statements, batch: Reservation[], processId: string): Reserved[] {
  const places = placesOf(batch);
  const used = new Map<string, number>();
  for (const [key, part] of places) used.set(key, usedOf(prepared, part));
  const before = new Map(used);
  const answers = batch.map((wanted) => handOut(wanted, used));
  for (const [key, { limit, windowKey }] of places) {
    const now = used.get(key) ?? 0;
    if (now !== before.get(key)) prepared.count.run(now, limit.id, windowKey);
  }
  const now = Date.now();
  for (const answer of answers) {
    if (!('reservation' in answer) || !answer.reservation) continue;
    const { callId, parts } = answer.reservation;
    for (const { limit, windowKey, amount } of parts)
      prepared.reserve.run(callId, limit.id, windowKey, amount, processId, now);
  }
  return answers;
}

function usedOf({ used, open }: Statements, { limit, windowKey, window }: Part): number {
  const row = used.get(limit.id, windowKey);
  if (row) return Number(row.used);
  open.run(limit.id, windowKey, window?.startsAt ?? null, window?.endsAt ?? null);
  return 0;
}
