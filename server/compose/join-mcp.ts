import { createRemoteServers } from '../mcp/remote-servers.ts';
import type { House } from './house.ts';
import { version } from './version.ts';

/** Connections to remote MCP servers, one per person, account and connector. */
export function joinMcp(house: House) {
  const { outbound, clock, makeId, log } = house;
  const remote = createRemoteServers({ ...outbound, clock, ids: makeId, log, version });
  house.endings.push(() => remote.upstreams.closeAll());
  return remote;
}
