// The way to remote MCP servers, as compose.ts plugs it in.
import { createProbe, type ProbeServer } from './probe.ts';
import type { Upstreams } from './upstream.ts';
import { createUpstreams, type UpstreamsDeps } from './upstreams.ts';

export interface RemoteServers {
  upstreams: Upstreams;
  probe: ProbeServer;
}

/** `version` is Causeway's own, told to servers. Nothing is opened before somebody asks. */
export function createRemoteServers(deps: UpstreamsDeps & { version: string }): RemoteServers {
  const clientInfo = { name: 'causeway', title: 'Causeway', version: deps.version };
  const remote = { clientInfo, ...deps };
  return { upstreams: createUpstreams(remote), probe: createProbe(remote) };
}
