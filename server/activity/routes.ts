import type { Kysely } from 'kysely';
import type { Tables } from '#server/storage/tables.ts';
import { activityEndpoints } from '#shared/contract/activity.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import { type Actor, type Route, route } from '../platform/route.ts';
import type { Activity } from './create-activity.ts';
import { activityErrors } from './errors.ts';
import { exportActivity } from './export-activity.ts';
import { withNames } from './names.ts';
import { readRetention, setRetention } from './retention.ts';

export interface ActivityRouteDeps {
  activity: Activity;
  db: Kysely<Tables>;
  clock: Clock;
  log: Log;
}

/** The fixed paths stand before `/api/activity/:entryId`, which would take them. */
export function activityRoutes(deps: ActivityRouteDeps): Route[] {
  const { activity, db } = deps;
  const { store } = activity;
  return [
    route(activityEndpoints.list, async ({ actor, query }) => {
      const { limit, everybody, ...filter } = query;
      const found = await store.list({ ...filter, personId: whose(actor, everybody) }, limit + 1);
      const entries = await withNames(db, found.slice(0, limit));
      return { entries, ...(found.length > limit ? { nextBefore: entries.at(-1)?.sequence } : {}) };
    }),
    route(activityEndpoints.export, async ({ actor, query }) => {
      const { format, everybody, ...filter } = query;
      const body = exportActivity(
        { store, named: (entries) => withNames(db, entries) },
        { filter: { ...filter, personId: whose(actor, everybody) }, format },
      );
      return new Response(body, {
        headers: {
          'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8',
          'content-disposition': `attachment; filename="causeway-activity.${format}"`,
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
        },
      });
    }),
    route(activityEndpoints.verify, async () => activity.verify()),
    route(activityEndpoints.readRetention, async () => readRetention(db)),
    route(activityEndpoints.setRetention, async ({ actor, body }) => {
      await setRetention(deps, { keepDays: body.keepDays ?? undefined, personId: actor.personId });
      return readRetention(db);
    }),
    route(activityEndpoints.get, async ({ actor, params }) => {
      const mine = actor.role === 'member' ? actor.personId : undefined;
      const entry = await store.get(params.entryId, mine);
      if (!entry) throw activityErrors.notFound();
      const [named] = await withNames(db, [entry]);
      return { entry: named ?? entry };
    }),
  ];
}

/** One's own, or for administrators on request everybody's. */
function whose(actor: Actor, everybody: boolean): string | undefined {
  if (!everybody) return actor.personId;
  if (actor.role === 'member') throw activityErrors.administratorsOnly();
  return undefined;
}
