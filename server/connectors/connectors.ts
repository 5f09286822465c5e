// The feature put together: what compose.ts takes from it.
import type { Kysely } from 'kysely';
import type { AccountsForAuthorization } from '../authorization/account-credentials.ts';
import type { Upstreams } from '../mcp/upstream.ts';
import type { Route } from '../platform/route.ts';
import type { Tables } from '../storage/tables.ts';
import { createAccountsForAuthorization } from './accounts-for-authorization.ts';
import { createConnectorsForCalls } from './calls.ts';
import { createCatalogues } from './catalogues.ts';
import type { Asker } from './change.ts';
import type { ConnectorsForCalls } from './connectors-for-calls.ts';
import type { ConnectorDeps, ConnectorSurroundings } from './deps.ts';
import { createHealthBook } from './health-book.ts';
import { createConnectorMemory, shareMemory } from './memory.ts';
import { removeConnectorsOfProject } from './remove-of-project.ts';
import { connectorRoutes } from './routes.ts';
import { createConnectorStore } from './store.ts';
import { createWakeUp, type WakeUpTimes, wakeUpTimes } from './wake-up.ts';
import { createWatches } from './watch.ts';

export interface Connectors {
  /** For other features' use cases that add connectors, such as an import. */
  deps: ConnectorDeps;
  routes: Route[];
  forCalls: ConnectorsForCalls;
  forAuthorization: AccountsForAuthorization;
  removeOfProject(asker: Asker, projectId: string): Promise<void>;
  /** Connects in the background; returns at once. */
  start(): void;
  stop(): Promise<void>;
}

export interface ConnectorTimes {
  /** Whole time of a listing in the background. */
  listMilliseconds: number;
  /** Shortest time between listings that a server asks for by saying that its lists changed. */
  coalesceMilliseconds: number;
  watchMilliseconds: number;
  flushMilliseconds: number;
  wakeUp: WakeUpTimes;
}

export const connectorTimes: ConnectorTimes = {
  listMilliseconds: 30_000,
  coalesceMilliseconds: 5000,
  watchMilliseconds: 10 * 60_000,
  flushMilliseconds: 3000,
  wakeUp: wakeUpTimes,
};

export function createConnectors(
  db: Kysely<Tables>,
  surroundings: ConnectorSurroundings,
  times: ConnectorTimes = connectorTimes,
): Connectors {
  const store = createConnectorStore(db);
  const { memory, stop: stopSharing } = shareMemory(createConnectorMemory(store), surroundings.bus);
  const health = createHealthBook({ ...surroundings, store, flushMilliseconds: times.flushMilliseconds });
  const upstreams: Upstreams = {
    ...surroundings.upstreams,
    forget(key) {
      watches.forget(key);
      return surroundings.upstreams.forget(key);
    },
  };
  const kept = { ...surroundings, upstreams, store, memory, health };
  const catalogues = createCatalogues({ ...kept, ...times });
  const watches = createWatches({ ...kept, catalogues, watchMilliseconds: times.watchMilliseconds });
  const deps: ConnectorDeps = { ...kept, catalogues, onUse: watches.onUse };
  const wakeUp = createWakeUp({
    store,
    catalogues,
    log: surroundings.log,
    times: times.wakeUp,
    random: Math.random,
  });
  return {
    deps,
    routes: connectorRoutes(deps),
    forCalls: createConnectorsForCalls(deps),
    forAuthorization: createAccountsForAuthorization(deps),
    removeOfProject: (asker, projectId) => removeConnectorsOfProject(deps, asker, projectId),
    start: wakeUp.start,
    async stop() {
      wakeUp.stop();
      stopSharing();
      catalogues.stop();
      watches.stop();
      await health.stop();
    },
  };
}
