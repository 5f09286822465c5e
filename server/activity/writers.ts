// Which processes write the record, so that "started" of a dead one can be told from a call that runs.
import { hostname } from 'node:os';
import type { Kysely } from 'kysely';
import type { Tables } from '#server/storage/tables.ts';
import type { Clock } from '../platform/clock.ts';

export interface Writers {
  readonly id: string;
  /** Ids of the processes that are alive, this one included. */
  living(): Promise<Set<string>>;
  close(): Promise<void>;
}

const beatMilliseconds = 10_000;
const silentMilliseconds = 30_000;
const forgottenMilliseconds = 24 * 3_600_000;

export async function createWriters(deps: {
  db: Kysely<Tables>;
  clock: Clock;
  id: string;
}): Promise<Writers> {
  const { db, clock, id } = deps;
  const host = hostname();
  const beat = async (): Promise<void> => {
    await db
      .insertInto('activity_writer')
      .values({ id, host, process: process.pid, seen_at: clock.now() })
      .onConflict((oc) => oc.column('id').doUpdateSet({ seen_at: clock.now() }))
      .execute();
  };
  await beat();
  await db
    .deleteFrom('activity_writer')
    .where('seen_at', '<', clock.now() - forgottenMilliseconds)
    .execute();
  // A beat that is missed shows as "unknown" on a page and nowhere else; the next one mends it.
  const timer = setInterval(() => void beat().catch(() => {}), beatMilliseconds);
  timer.unref();
  return {
    id,
    async living() {
      const rows = await db
        .selectFrom('activity_writer')
        .selectAll()
        .where('seen_at', '>', clock.now() - silentMilliseconds)
        .execute();
      const alive = rows.filter((row) => row.host !== host || isRunning(row.process));
      return new Set([id, ...alive.map((row) => row.id)]);
    },
    async close() {
      clearInterval(timer);
      await db.deleteFrom('activity_writer').where('id', '=', id).execute();
    },
  };
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
