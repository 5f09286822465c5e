// Reads the record. Only the chain writes it.
import { type ExpressionBuilder, type Kysely, type SqlBool, sql } from 'kysely';
import type { Tables } from '#server/storage/tables.ts';
import type { ActivityEntry } from '#shared/contract/activity.ts';
import { type ActivityRow, toEntry } from './entry-rows.ts';
import type { Writers } from './writers.ts';

export interface ActivityFilter {
  /** Absent: everybody's. */
  personId?: string;
  projectId?: string;
  connectorId?: string;
  accountId?: string;
  subject?: string;
  kind?: ActivityEntry['kind'];
  door?: ActivityEntry['door'];
  outcome?: ActivityEntry['outcome'];
  /** Part of the subject, the client or the recorded details, upper or lower case. */
  search?: string;
  /** Epoch milliseconds, both included. */
  from?: number;
  to?: number;
  /** Entries before this sequence. */
  before?: number;
}

export interface ActivityStore {
  /** Newest first. */
  list(filter: ActivityFilter, limit: number): Promise<ActivityEntry[]>;
  /** Undefined when it does not exist or belongs to somebody other than `personId`. */
  get(id: string, personId?: string): Promise<ActivityEntry | undefined>;
}

export function createActivityStore(deps: { db: Kysely<Tables>; writers: Writers }): ActivityStore {
  const { db, writers } = deps;
  return {
    async list(filter, limit) {
      const living = await writers.living();
      const rows = await db
        .selectFrom('activity')
        .selectAll()
        .where((eb) => eb.and(conditions(eb, filter, living)))
        .orderBy('sequence', 'desc')
        .limit(limit)
        .execute();
      return rows.map((row) => toEntry(row, (writer) => living.has(writer)));
    },
    async get(id, personId) {
      let query = db.selectFrom('activity').selectAll().where('id', '=', id);
      if (personId !== undefined) query = query.where('person_id', '=', personId);
      const row: ActivityRow | undefined = await query.executeTakeFirst();
      if (!row) return undefined;
      const living = await writers.living();
      return toEntry(row, (writer) => living.has(writer));
    },
  };
}

function conditions(eb: ExpressionBuilder<Tables, 'activity'>, filter: ActivityFilter, living: Set<string>) {
  const equal = {
    person_id: filter.personId,
    project_id: filter.projectId,
    connector_id: filter.connectorId,
    account_id: filter.accountId,
    subject: filter.subject,
    kind: filter.kind,
    door: filter.door,
  };
  const all = Object.entries(equal)
    .filter(([, value]) => value !== undefined)
    .map(([column, value]) => eb(column as keyof typeof equal, '=', value ?? ''));
  if (filter.from !== undefined) all.push(eb('at', '>=', filter.from));
  if (filter.to !== undefined) all.push(eb('at', '<=', filter.to));
  if (filter.before !== undefined) all.push(eb('sequence', '<', filter.before));
  if (filter.outcome !== undefined) all.push(outcomeIs(eb, filter.outcome, [...living]));
  if (filter.search) {
    const pattern = `%${filter.search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
    all.push(
      eb.or(
        (['subject', 'client', 'details', 'end_details'] as const).map(
          (column) => sql<SqlBool>`lower(${eb.ref(column)}) like ${pattern} escape '\\'`,
        ),
      ),
    );
  }
  return all;
}

/** What a dead process left as `started` counts as `unknown`. */
function outcomeIs(eb: ExpressionBuilder<Tables, 'activity'>, outcome: string, living: string[]) {
  const is = eb('outcome', '=', outcome);
  if (outcome === 'started') return eb.and([is, eb('writer', 'in', living)]);
  if (outcome === 'unknown') {
    return eb.or([is, eb.and([eb('outcome', '=', 'started'), eb('writer', 'not in', living)])]);
  }
  return is;
}
