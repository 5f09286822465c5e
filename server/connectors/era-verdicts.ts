// What each connector was found to speak, kept in its row, so that a start asks no server for it again.
import type { Kysely } from 'kysely';
import type { Verdict, VerdictStore } from '../mcp/verdict.ts';
import type { Log } from '../platform/log.ts';
import type { Tables } from '../storage/tables.ts';
import { connectorOfTarget } from './connector.ts';

export interface EraVerdicts extends VerdictStore {
  /** Once what was set so far is written. */
  written(): Promise<void>;
}

/** A verdict counts for the URL it was found at. It is a shortcut: one that cannot be read or written costs a look. */
export function createEraVerdicts(deps: { db: Kysely<Tables>; log: Log }): EraVerdicts {
  const { db, log } = deps;
  let writing = Promise.resolve();
  const write = async (key: string, text: string | null): Promise<void> => {
    const { personId, connectorId } = connectorOfTarget(key);
    await db
      .updateTable('connector')
      .set({ era_verdict: text })
      .where('id', '=', connectorId)
      .where('person_id', '=', personId)
      .execute();
  };
  return {
    async get(key, url) {
      await writing;
      const { personId, connectorId } = connectorOfTarget(key);
      const row = await db
        .selectFrom('connector')
        .select('era_verdict')
        .where('id', '=', connectorId)
        .where('person_id', '=', personId)
        .executeTakeFirst()
        .catch((error: unknown) => {
          log.warn('what a server speaks could not be read', { error });
          return undefined;
        });
      return readVerdict(row?.era_verdict ?? undefined, url);
    },
    set(key, url, verdict) {
      const text = verdict === undefined ? null : JSON.stringify({ ...verdict, url });
      writing = writing
        .then(() => write(key, text))
        .catch((error: unknown) => log.warn('what a server speaks could not be kept', { error }));
    },
    written: () => writing,
  };
}

function readVerdict(text: string | undefined, url: string): Verdict | undefined {
  if (text === undefined) return undefined;
  const kept = JSON.parse(text) as Verdict & { url: string };
  const { url: foundAt, ...verdict } = kept;
  return foundAt === url ? verdict : undefined;
}
