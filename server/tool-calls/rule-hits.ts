// Counts how often each argument rule decided; written a little later, together.
import { type Kysely, sql } from 'kysely';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Tables } from '../storage/tables.ts';

export interface RuleHits {
  note(ruleIds: string[]): void;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
}

export function createRuleHits(deps: { db: Kysely<Tables>; clock: Clock; log: Log }): RuleHits {
  let hits = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const now = deps.clock.now();
    const written = hits;
    hits = new Map();
    for (const [id, count] of written)
      await deps.db
        .updateTable('argument_rule')
        .set({ hits: sql<number>`hits + ${count}`, last_hit_at: now })
        .where('id', '=', id)
        .execute();
  };
  return {
    note(ruleIds) {
      for (const id of ruleIds) hits.set(id, (hits.get(id) ?? 0) + 1);
      timer ??= setTimeout(
        () => void flush().catch((error) => deps.log.warn('rule hits could not be written', { error })),
        1_000,
      ).unref();
    },
    flush,
  };
}
