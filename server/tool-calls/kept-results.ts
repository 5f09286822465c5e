// Results above the cap, kept whole for their person to page through later.
import type { Kysely } from 'kysely';
import type { Clock } from '../platform/clock.ts';
import type { Tables } from '../storage/tables.ts';
import { notFound } from './errors.ts';

const keptFor = 7 * 86_400_000;
/** Characters of one page. */
const pageLength = 100_000;

export interface KeptResults {
  keep(result: {
    callId: string;
    personId: string;
    projectId: string;
    connectorId: string;
    body: string;
  }): Promise<void>;
  /** One page of the JSON text, from `offset` in characters. Throws 404, also for another person's. */
  page(of: { callId: string; personId: string; offset: number }): Promise<{
    text: string;
    nextOffset?: number;
    length: number;
  }>;
}

export function createKeptResults(deps: { db: Kysely<Tables>; clock: Clock }): KeptResults {
  return {
    async keep(result) {
      const now = deps.clock.now();
      await deps.db.deleteFrom('kept_result').where('expires_at', '<', now).execute();
      await deps.db
        .insertInto('kept_result')
        .values({
          id: result.callId,
          person_id: result.personId,
          project_id: result.projectId,
          connector_id: result.connectorId,
          body: result.body,
          bytes: Buffer.byteLength(result.body),
          created_at: now,
          expires_at: now + keptFor,
        })
        .execute();
    },
    async page({ callId, personId, offset }) {
      const row = await deps.db
        .selectFrom('kept_result')
        .select('body')
        .where('id', '=', callId)
        .where('person_id', '=', personId)
        .executeTakeFirst();
      if (!row) throw notFound('kept result');
      const text = row.body.slice(offset, offset + pageLength);
      const next = offset + text.length;
      return { text, length: row.body.length, ...(next < row.body.length ? { nextOffset: next } : {}) };
    },
  };
}
