// Places in usage limits. Callers of one event-loop turn share one transaction on the counters.
import type { Kysely } from 'kysely';
import type { Tables } from '../storage/tables.ts';
import { keyOf, type ReserveBatch, reserveInOrder } from './counters.ts';
import { reserveOnSqlite } from './counters-on-sqlite.ts';
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
  const reserveBatch: ReserveBatch = deps.unsynced
    ? reserveOnSqlite(deps.unsynced, deps.processId)
    : reserveInOrder(deps.db, deps.processId);
  const waiting: Waiting[] = [];
  const settled: string[] = [];
  let running: Promise<void> | undefined;
  let tidying: NodeJS.Timeout | undefined;

  const turn = async (): Promise<void> => {
    // One more round of the loop gathers everybody who arrives in this turn.
    await new Promise<void>((resolve) => setImmediate(resolve));
    clearTimeout(tidying);
    tidying = undefined;
    while (waiting.length > 0 || settled.length > 0) {
      const batch = waiting.splice(0, 500);
      const done = settled.splice(0, 500);
      try {
        await lease.hold();
        const answers = await reserveBatch(
          batch.map((one) => one.wanted),
          done,
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
      // Only tidiness: it goes with the next reservation, or alone after a moment.
      settled.push(reservation.callId);
      tidying ??= setTimeout(wake, settleMilliseconds).unref();
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
      clearTimeout(tidying);
      await lease.close();
    },
  };
}

/** How long what was settled may stand among what is reserved. */
const settleMilliseconds = 100;

function tellOpenPages(deps: LimitsDeps, batch: Waiting[]): void {
  for (const personId of new Set(batch.map((one) => one.wanted.personId)))
    deps.publish(personId, { topic: 'limits' });
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
