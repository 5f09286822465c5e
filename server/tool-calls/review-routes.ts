// Definition review over the web API.
import { reviewEndpoints } from '#shared/contract/reviews.ts';
import { type Route, route } from '../platform/route.ts';
import { given } from './given.ts';
import {
  acceptDefinitions,
  finishFirstReview,
  getReview,
  keepBlocked,
  type ReviewDeps,
  setOptIn,
} from './review-definitions.ts';

export function reviewRoutes(deps: ReviewDeps): Route[] {
  const of = (personId: string, connectorId: string, accountId?: string) => ({
    personId,
    connectorId,
    ...given({ accountId }),
  });
  return [
    route(reviewEndpoints.get, async ({ actor, params, query }) =>
      getReview(deps, of(actor.personId, params.connectorId, query.accountId)),
    ),
    route(reviewEndpoints.accept, async ({ actor, params, body }) => ({
      accepted: await acceptDefinitions(
        deps,
        of(actor.personId, params.connectorId, body.accountId),
        body.definitions,
        body.keepAlwaysAllow,
      ),
    })),
    route(reviewEndpoints.keepBlocked, async ({ actor, params, body }) => {
      await keepBlocked(deps, of(actor.personId, params.connectorId, body.accountId), body);
      return { kept: true as const };
    }),
    route(reviewEndpoints.setOptIn, async ({ actor, params, body }) => {
      await setOptIn(deps, of(actor.personId, params.connectorId), body.acceptNewReadOnly);
      return { saved: true as const };
    }),
    route(reviewEndpoints.finishFirst, async ({ actor, params, body }) => {
      await finishFirstReview(deps, of(actor.personId, params.connectorId), body.groups);
      return { saved: true as const };
    }),
  ];
}
