// How the tools of a project are shown to other apps, and what each way costs in a model's context.
import type { Kysely } from 'kysely';
import { type ExposureState, exposureEndpoints } from '#shared/contract/exposure.ts';
import { toolTokens } from '#shared/token-cost.ts';
import type { Bus } from '../platform/bus.ts';
import { type Route, route } from '../platform/route.ts';
import { readExposure, saveExposure } from '../projects/store.ts';
import type { Tables } from '../storage/tables.ts';
import { exposedSurface } from './offer/exposed-tools.ts';
import { buildOffer, type OfferedConnector } from './offer/offer.ts';

interface ExposureDependencies {
  db: Kysely<Tables>;
  bus: Bus;
  visibleConnectors(personId: string, projectId: string): Promise<OfferedConnector[]>;
}

export function exposureRoutes(deps: ExposureDependencies): Route[] {
  const stateOf = async (personId: string, projectId: string): Promise<ExposureState> => {
    const exposure = await readExposure(deps, { personId, projectId });
    const { tools } = buildOffer(await deps.visibleConnectors(personId, projectId), 'project');
    const costOf = (mode: 'search' | 'split'): number =>
      exposedSurface(mode).reduce((sum, tool) => sum + toolTokens(tool), 0);
    return {
      exposure,
      tools: tools.size,
      tokens: {
        all: [...tools].reduce((sum, [name, { definition }]) => sum + toolTokens({ ...definition, name }), 0),
        search: costOf('search'),
        split: costOf('split'),
      },
    };
  };
  return [
    route(exposureEndpoints.get, ({ actor, params }) => stateOf(actor.personId, params.projectId)),
    route(exposureEndpoints.set, async ({ actor: { personId }, params: { projectId }, body }) => {
      await saveExposure(deps, { personId, projectId, exposure: body.exposure });
      deps.bus.publish(personId, { topic: 'projects', id: projectId });
      return stateOf(personId, projectId);
    }),
  ];
}
