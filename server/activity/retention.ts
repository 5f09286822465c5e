// How long activity is kept. Unset: for ever.
import type { Kysely } from 'kysely';
import type { Tables } from '#server/storage/tables.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Activity } from './create-activity.ts';
import { pruneActivity } from './prune-activity.ts';

const dayMilliseconds = 86_400_000;
const everyMilliseconds = 6 * 3_600_000;

export interface RetentionDeps {
  db: Kysely<Tables>;
  activity: Activity;
  clock: Clock;
  log: Log;
}

export async function readRetention(db: Kysely<Tables>): Promise<{ keepDays?: number }> {
  const row = await db
    .selectFrom('activity_retention')
    .select('keep_days')
    .where('id', '=', 1)
    .executeTakeFirst();
  return row?.keep_days ? { keepDays: row.keep_days } : {};
}

/** Sets it, records that it was set, and removes what is too old now. */
export async function setRetention(
  deps: RetentionDeps,
  input: { keepDays: number | undefined; personId: string },
): Promise<void> {
  const keep_days = input.keepDays ?? null;
  await deps.db
    .insertInto('activity_retention')
    .values({ id: 1, keep_days })
    .onConflict((oc) => oc.column('id').doUpdateSet({ keep_days }))
    .execute();
  await deps.activity.record.write(
    {
      kind: 'change',
      personId: input.personId,
      projectId: '',
      door: 'by-hand',
      subject: 'activity.retention',
      summary: input.keepDays ? `Activity is kept for ${input.keepDays} days` : 'Activity is kept for ever',
    },
    { outcome: 'completed' },
  );
  await applyRetention(deps, input.personId);
}

async function applyRetention(deps: RetentionDeps, personId: string): Promise<void> {
  const { keepDays } = await readRetention(deps.db);
  if (keepDays === undefined) return;
  const now = deps.clock.now();
  const removed = await pruneActivity(
    { ...deps.activity, now },
    { olderThan: now - keepDays * dayMilliseconds, personId, projectId: '' },
  );
  if (removed > 0) deps.log.info('old activity removed', { removed, keepDays });
}

/** Removes what became too old, now and every six hours. Answers how to stop. */
export function keepRetention(deps: RetentionDeps): () => void {
  const run = (): void =>
    void applyRetention(deps, '').catch((error) => deps.log.warn('old activity was not removed', { error }));
  run();
  const timer = setInterval(run, everyMilliseconds);
  timer.unref();
  return () => clearInterval(timer);
}
