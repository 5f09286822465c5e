import { type Kysely, sql } from 'kysely';
import type { Clock } from '../platform/clock.ts';
import type { Tables } from '../storage/tables.ts';

export interface AttemptLimit {
  /** Counts one attempt. `retryAfterSeconds` is 0 while there are fewer than `most` in the window. */
  take(
    key: string,
    limit: { most: number; windowMilliseconds: number },
  ): Promise<{ retryAfterSeconds: number }>;
}

/** Fixed windows, counted in the database in one statement, so that replicas and parallel requests share one count. */
export function createAttemptLimit(deps: { db: Kysely<Tables>; clock: Clock }): AttemptLimit {
  let nextCleaning = 0;
  return {
    async take(key, { most, windowMilliseconds }) {
      const now = deps.clock.now();
      if (now >= nextCleaning) {
        nextCleaning = now + 3_600_000;
        await deps.db
          .deleteFrom('attempt_limit')
          .where('window_start', '<', now - 86_400_000)
          .execute();
      }
      const over = sql<boolean>`attempt_limit.window_start <= ${now - windowMilliseconds}`;
      const row = await deps.db
        .insertInto('attempt_limit')
        .values({ key, count: 1, window_start: now })
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({
            count: sql<number>`case when ${over} then 1 else attempt_limit.count + 1 end`,
            window_start: sql<number>`case when ${over} then ${now} else attempt_limit.window_start end`,
          }),
        )
        .returning(['count', 'window_start'])
        .executeTakeFirstOrThrow();
      const rest = Number(row.window_start) + windowMilliseconds - now;
      return { retryAfterSeconds: row.count > most ? Math.max(1, Math.ceil(rest / 1000)) : 0 };
    },
  };
}
