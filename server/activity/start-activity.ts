// The feature as compose.ts takes it: the record, its routes, and how it ends.
import type { Tables } from '#server/storage/tables.ts';
import type { Bus } from '../platform/bus.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Route } from '../platform/route.ts';
import type { Checkpoints } from '../platform/sqlite-checkpoints.ts';
import { type Activity, createActivity } from './create-activity.ts';
import { keepRetention } from './retention.ts';
import { activityRoutes } from './routes.ts';

export interface StartActivityDeps {
  database: Database<Tables>;
  clock: Clock;
  makeId: MakeId;
  bus: Bus;
  checkpoints: Checkpoints;
  log: Log;
}

export async function startActivity(deps: StartActivityDeps): Promise<Activity & { routes: Route[] }> {
  const activity = await createActivity({ ...deps, ids: deps.makeId });
  const given = { ...deps, db: deps.database.db, activity };
  const stopRetention = keepRetention(given);
  return {
    ...activity,
    routes: activityRoutes(given),
    async close() {
      stopRetention();
      await activity.close();
    },
  };
}
