// Says that this process lives, and tidies up after those that do not: what they had reserved for calls that
// provably never left is given back; what may have left stays counted.
import { giveBack } from './give-back.ts';
import type { LimitsDeps } from './limits.ts';

const beatMilliseconds = 2_000;
/** A process whose beat has not changed for this long, by the observer's own clock, is gone. */
export const goneMilliseconds = 10_000;

export interface ProcessLease {
  /** Makes sure that this process is known before it reserves anything. */
  hold(): Promise<void>;
  isAlive(processId: string): Promise<boolean>;
  close(): Promise<void>;
}

export function createProcessLease(deps: LimitsDeps): ProcessLease {
  const { db } = deps;
  let held: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  /** What was last seen of each process, and when it last changed: wall clocks of machines are never compared. */
  const seen = new Map<string, { beat: number; changedAt: number }>();

  const beat = async (): Promise<void> => {
    await db
      .insertInto('gate_process')
      .values({ id: deps.processId, seen_at: 1 })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet((e) => ({ seen_at: e('gate_process.seen_at', '+', 1) })),
      )
      .execute();
  };
  const observe = async (): Promise<Set<string>> => {
    const rows = await db.selectFrom('gate_process').selectAll().execute();
    const now = deps.monotonic();
    for (const row of rows)
      if (seen.get(row.id)?.beat !== row.seen_at) seen.set(row.id, { beat: row.seen_at, changedAt: now });
    const known = new Set(rows.map((row) => row.id));
    for (const id of seen.keys()) if (!known.has(id)) seen.delete(id);
    return new Set([...known].filter((id) => now - (seen.get(id)?.changedAt ?? now) < goneMilliseconds));
  };
  const tick = async (): Promise<void> => {
    try {
      await beat();
      await tidyUp(deps, await observe());
    } catch (error) {
      deps.log.warn('the lease of this process could not be renewed', { error });
    }
    if (!closed) timer = setTimeout(() => void tick(), beatMilliseconds).unref();
  };
  return {
    hold() {
      held ??= beat().then(
        () => {
          timer = setTimeout(() => void tick(), 0).unref();
        },
        (error) => {
          held = undefined;
          throw error;
        },
      );
      return held;
    },
    async isAlive(processId) {
      return processId === deps.processId || (await observe()).has(processId);
    },
    async close() {
      closed = true;
      clearTimeout(timer);
      if (held) await db.deleteFrom('gate_process').where('id', '=', deps.processId).execute();
    },
  };
}

async function tidyUp(deps: LimitsDeps, alive: Set<string>): Promise<void> {
  const left = await deps.db
    .selectFrom('usage_reservation')
    .select(['call_id'])
    .where('process_id', 'not in', [...alive, deps.processId])
    .limit(1000)
    .execute();
  if (left.length > 0) {
    const callIds = [...new Set(left.map((row) => row.call_id))];
    // The record is durable before a call leaves: no record, never sent.
    const mayHaveLeft = await deps.recorded(callIds);
    await deps.db.transaction().execute(async (transaction) => {
      await giveBack(
        transaction,
        callIds.filter((id) => !mayHaveLeft.has(id)),
      );
      if (mayHaveLeft.size > 0)
        await transaction
          .deleteFrom('usage_reservation')
          .where('call_id', 'in', [...mayHaveLeft])
          .execute();
    });
  }
  await deps.db
    .deleteFrom('gate_process')
    .where('id', 'not in', [...alive, deps.processId])
    .execute();
}
