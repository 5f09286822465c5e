// Counters in the store. Callers of one event-loop turn share one transaction: it locks the counters in a fixed
// order, hands out what is left in the order of arrival, and writes counters and reservations together.
import type { Kysely, Transaction } from 'kysely';
import type { Transact } from '../platform/unsynced-transaction.ts';
import type { Tables } from '../storage/tables.ts';
import { giveBack } from './give-back.ts';
import type { LimitsDeps, Part, Reservation, Reserved } from './limits.ts';
import { createProcessLease } from './process-lease.ts';

interface Waiting {
  wanted: Reservation;
  resolve: (reserved: Reserved) => void;
  reject: (error: unknown) => void;
}

export interface Reservations {
  reserve(wanted: Reservation): Promise<Reserved>;
  settle(reservation: Reservation): void;
  /** Whether the place is still held; for calls that waited long between reserving and sending. */
  confirm(reservation: Reservation): Promise<boolean>;
  release(reservation: Reservation): Promise<void>;
  used(places: Omit<Part, 'amount'>[]): Promise<number[]>;
  isAlive(processId: string): Promise<boolean>;
  hold(): Promise<void>;
  close(): Promise<void>;
}

export function createReservations(deps: LimitsDeps): Reservations {
  const lease = createProcessLease(deps);
  const transact: Transact<Tables> = deps.transact ?? ((work) => deps.db.transaction().execute(work));
  const waiting: Waiting[] = [];
  const settled: string[] = [];
  let running: Promise<void> | undefined;

  const turn = async (): Promise<void> => {
    // One more round of the loop gathers everybody who arrives in this turn.
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (waiting.length > 0 || settled.length > 0) {
      const batch = waiting.splice(0, 500);
      const done = settled.splice(0, 500);
      try {
        await lease.hold();
        const answers = await transact((transaction) =>
          reserveBatch(transaction, batch, done, deps.processId),
        );
        for (const [i, one] of batch.entries()) one.resolve(answers[i] as Reserved);
        tellOpenPages(deps, batch);
      } catch (error) {
        // Fail closed: nobody of this batch is let through. What was settled is charged all the same and tidied up later.
        for (const one of batch) one.reject(error);
        if (batch.length === 0) settled.push(...done);
        if (batch.length === 0) break;
      }
    }
  };
  const wake = (): void => {
    running ??= turn().finally(() => {
      running = undefined;
      if (waiting.length > 0) wake();
    });
  };
  return {
    reserve(wanted) {
      return new Promise((resolve, reject) => {
        waiting.push({ wanted, resolve, reject });
        wake();
      });
    },
    settle(reservation) {
      settled.push(reservation.callId);
      wake();
    },
    async confirm(reservation) {
      const rows = await deps.db
        .selectFrom('usage_reservation')
        .select('limit_id')
        .where('call_id', '=', reservation.callId)
        .execute();
      return rows.length === reservation.parts.length;
    },
    async release(reservation) {
      await deps.db.transaction().execute((transaction) => giveBack(transaction, [reservation.callId]));
      deps.publish(reservation.personId, { topic: 'limits' });
    },
    used: (places) => readUsed(deps.db, places),
    isAlive: lease.isAlive,
    hold: lease.hold,
    async close() {
      wake();
      await running;
      await lease.close();
    },
  };
}

function tellOpenPages(deps: LimitsDeps, batch: Waiting[]): void {
  for (const personId of new Set(batch.map((one) => one.wanted.personId)))
    deps.publish(personId, { topic: 'limits' });
}

const keyOf = (part: { limit: { id: string }; windowKey: string }): string =>
  `${part.limit.id}\n${part.windowKey}`;

async function reserveBatch(
  transaction: Transaction<Tables>,
  batch: Waiting[],
  done: string[],
  processId: string,
): Promise<Reserved[]> {
  if (done.length > 0)
    await transaction.deleteFrom('usage_reservation').where('call_id', 'in', done).execute();
  if (batch.length === 0) return [];
  const places = new Map<string, Part>();
  for (const { wanted } of batch) for (const part of wanted.parts) places.set(keyOf(part), part);
  const used = await lockCounters(transaction, [...places.values()]);
  const before = new Map(used);
  const answers = batch.map(({ wanted }) => handOut(wanted, used));
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
function handOut(wanted: Reservation, used: Map<string, number>): Reserved {
  for (const part of wanted.parts) {
    const already = used.get(keyOf(part)) ?? 0;
    if (already + part.amount > part.limit.maximum)
      return { refused: { limit: part.limit, used: already, window: part.window } };
  }
  for (const part of wanted.parts) used.set(keyOf(part), (used.get(keyOf(part)) ?? 0) + part.amount);
  return { reservation: wanted };
}

async function readUsed(db: Kysely<Tables>, places: Omit<Part, 'amount'>[]): Promise<number[]> {
  if (places.length === 0) return [];
  const rows = await db
    .selectFrom('usage_counter')
    .select(['limit_id', 'window_key', 'used'])
    .where(
      'limit_id',
      'in',
      places.map((place) => place.limit.id),
    )
    .execute();
  const used = new Map(rows.map((row) => [`${row.limit_id}\n${row.window_key}`, row.used]));
  return places.map((place) => used.get(keyOf(place)) ?? 0);
}
