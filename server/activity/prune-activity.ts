// Removes old entries and leaves a chain that can still be verified: what was removed ends in a checkpoint, and the
// checkpoint stands in the chain as an entry of its own.
import type { Activity } from './create-activity.ts';
import type { ActivityRecord } from './record.ts';

const rowsAtOnce = 500;

/** Where the removed part ended, as the record of the removal says it. */
export const checkpointText = (sequence: number, hash: string): string =>
  `Removed what was older than the retention time, up to link ${sequence} with hash ${hash}`;

/** Removes entries begun before `olderThan` (epoch milliseconds), except running ones. Answers how many went. */
export async function pruneActivity(
  deps: Pick<Activity, 'database' | 'writers'> & { record: ActivityRecord; now: number },
  input: { olderThan: number; personId: string; projectId: string },
): Promise<number> {
  const { db } = deps.database;
  const edge = await db
    .selectFrom('activity')
    .select(['sequence', 'hash'])
    .where('at', '<', input.olderThan)
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
  const before = await db
    .selectFrom('activity_checkpoint')
    .select('sequence')
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
  if (edge && edge.sequence > (before?.sequence ?? 0)) {
    const { id } = await deps.record.write(
      {
        kind: 'change',
        personId: input.personId,
        projectId: input.projectId,
        door: 'background',
        subject: 'activity.retention',
        summary: checkpointText(edge.sequence, edge.hash),
      },
      { outcome: 'completed' },
    );
    await db
      .insertInto('activity_checkpoint')
      .values({ sequence: edge.sequence, hash: edge.hash, at: deps.now, entry_id: id })
      .onConflict((oc) => oc.doNothing())
      .execute();
  }
  return removeUpTo(deps, Math.max(edge?.sequence ?? 0, before?.sequence ?? 0));
}

/** In pieces, so that no statement holds the store for long; what a crash leaves, the next run takes. */
async function removeUpTo(deps: Pick<Activity, 'database' | 'writers'>, last: number): Promise<number> {
  const { db } = deps.database;
  for (let removed = 0; ; ) {
    const living = [...(await deps.writers.living())];
    const rows = await db
      .selectFrom('activity')
      .select('id')
      .where('sequence', '<=', last)
      .where((eb) => eb.or([eb('end_sequence', 'is', null), eb('end_sequence', '<=', last)]))
      .where((eb) => eb.or([eb('outcome', '!=', 'started'), eb('writer', 'not in', living)]))
      .limit(rowsAtOnce)
      .execute();
    if (rows.length === 0) return removed;
    await db
      .deleteFrom('activity')
      .where(
        'id',
        'in',
        rows.map((row) => row.id),
      )
      .execute();
    removed += rows.length;
    await new Promise((resolve) => setImmediate(resolve));
  }
}
