import type { RemoteServers } from '../mcp/remote-servers.ts';
import { unsyncedOnSqlite } from '../platform/sqlite-unsynced.ts';
import { createGate } from '../tool-calls/create-gate.ts';
import type { House } from './house.ts';
import type { joinActivity } from './join-activity.ts';
import type { joinConnectors } from './join-connectors.ts';

/** The one way to call a remote server, after connectors, whose pages ask it for permissions. */
export function joinGate(
  house: House,
  remote: RemoteServers,
  parts: Awaited<ReturnType<typeof joinActivity>> & ReturnType<typeof joinConnectors>,
) {
  const gate = createGate({
    ...house,
    ...remote,
    connectors: parts.connectors.forCalls,
    activity: parts.activity.record,
    recordDb: parts.activity.database.db,
    id: house.makeTimedId,
    unsynced: unsyncedOnSqlite(house.database, house.checkpoints),
  });
  house.endings.push(() => gate.close());
  house.routes.push(...gate.routes);
  return { gate };
}
