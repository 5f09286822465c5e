import { createEraVerdicts } from '../connectors/era-verdicts.ts';
import { createRemoteServers } from '../mcp/remote-servers.ts';
import type { House } from './house.ts';
import { version } from './version.ts';

/** Connections to remote MCP servers, one per person, account and connector. */
export function joinMcp(house: House) {
  const { outbound, clock, makeId, log } = house;
  const verdicts = createEraVerdicts(house);
  const remote = createRemoteServers({ ...outbound, clock, ids: makeId, log, version, verdicts });
  house.endings.push(async () => {
    await remote.upstreams.closeAll();
    await verdicts.written();
  });
  return remote;
}
