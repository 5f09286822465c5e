// Counters in the store. A batch is one transaction: it locks the counters in a fixed order, hands out what is left
// in the order of arrival, and writes counters and reservations together.
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../storage/tables.ts';
import type { Part, Reservation, Reserved } from './limits.ts';

/** Takes places for `batch`, in order, and forgets the reservations of the calls `done`, which were charged. */
export type ReserveBatch = (batch: Reservation[], done: string[]) => Promise<Reserved[]>;

export const keyOf = (part: { limit: { id: string }; windowKey: string }): string =>
  `${part.limit.id}\n${part.windowKey}`;

export function placesOf(batch: Reservation[]): Map<string, Part> {
  const places = new Map<string, Part>();
  for (const wanted of batch) for (const part of wanted.parts) places.set(keyOf(part), part);
  return places;
}

export const reserveInOrder =
  (db: Kysely<Tables>, processId: string): ReserveBatch =>
  (batch, done) =>
    db.transaction().execute((transaction) => reserveBatch(transaction, batch, done, processId));

async function reserveBatch(
  transaction: Transaction<Tables>,
  batch: Reservation[],
  done: string[],
  processId: string,
): Promise<Reserved[]> {
  if (done.length > 0)
    await transaction.deleteFrom('usage_reservation').where('call_id', 'in', done).execute();
  if (batch.length === 0) return [];
  const places = placesOf(batch);
  const used = await lockCounters(transaction, [...places.values()]);
  const before = new Map(used);
  const answers = batch.map((wanted) => handOut(wanted, used));
  const changed = [...used].filter(([key, value]) => value !== before.get(key));
  for (const [key, value] of changed) {
    const part = places.get(key) as Part;
    await transaction
      .updateTable('usage_counter')
      .set({ used: value })
      .where('limit_id', '=', part.limit.id)
      .where('window_key', '=', part.windowKey)
      .execute();
  }
  const now = Date.now();
  const rows = answers.flatMap((answer) =>
    'reservation' in answer && answer.reservation
      ? answer.reservation.parts.map((part) => ({
          call_id: answer.reservation?.callId ?? '',
          limit_id: part.limit.id,
          window_key: part.windowKey,
          amount: part.amount,
          process_id: processId,
          created_at: now,
        }))
      : [],
  );
  if (rows.length > 0) await transaction.insertInto('usage_reservation').values(rows).execute();
  return answers;
}

/**
 * Makes missing counters and locks all, in one statement and in the order of their keys, so that two
 * processes never wait for each other crosswise. Answers what is used, by key.
 */
async function lockCounters(transaction: Transaction<Tables>, parts: Part[]): Promise<Map<string, number>> {
  const sorted = parts.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const rows = await transaction
    .insertInto('usage_counter')
    .values(
      sorted.map((part) => ({
        limit_id: part.limit.id,
        window_key: part.windowKey,
        used: 0,
        starts_at: part.window?.startsAt ?? null,
        ends_at: part.window?.endsAt ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['limit_id', 'window_key'])
        .doUpdateSet((e) => ({ used: e.ref('usage_counter.used') })),
    )
    .returning(['limit_id', 'window_key', 'used'])
    .execute();
  return new Map(rows.map((row) => [`${row.limit_id}\n${row.window_key}`, row.used]));
}

/** All of what a call wants, or nothing. */
export function handOut(wanted: Reservation, used: Map<string, number>): Reserved {
  for (const part of wanted.parts) {
    const already = used.get(keyOf(part)) ?? 0;
    if (already + part.amount > part.limit.maximum)
      return { refused: { limit: part.limit, used: already, window: part.window } };
  }
  for (const part of wanted.parts) used.set(keyOf(part), (used.get(keyOf(part)) ?? 0) + part.amount);
  return { reservation: wanted };
}
