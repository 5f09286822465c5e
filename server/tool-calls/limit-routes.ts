// Usage limits over the web API.
import { limitEndpoints } from '#shared/contract/limits.ts';
import { type Route, route } from '../platform/route.ts';
import { given } from './given.ts';
import { addLimit, editLimit, type LimitSettingsDeps, listLimits, removeLimit } from './limit-settings.ts';

export function limitRoutes(deps: LimitSettingsDeps): Route[] {
  return [
    route(limitEndpoints.list, async ({ actor, query }) => ({
      limits: await listLimits(deps, { personId: actor.personId, ...given(query) }),
    })),
    route(limitEndpoints.add, async ({ actor, body }) => ({
      limit: await addLimit(deps, actor.personId, body),
    })),
    route(limitEndpoints.edit, async ({ actor, params, body }) => ({
      limit: await editLimit(deps, actor.personId, params.limitId, given(body)),
    })),
    route(limitEndpoints.remove, async ({ actor, params }) => {
      await removeLimit(deps, actor.personId, params.limitId);
      return { removed: true as const };
    }),
  ];
}
