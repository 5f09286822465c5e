// A whole Causeway with the conformance server as its one connector, and a door in front of its gateway that
// adds an access token, because the official suite sends none.
import { createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { api } from '#shared/contract/api.ts';
import { startCauseway } from '#test/causeway.ts';

export interface GatewayUnderTest {
  /** Of the gateway's endpoint for the one connector, through the door. */
  url: string;
  close(): Promise<void>;
}

export async function startGatewayBefore(upstreamUrl: string): Promise<GatewayUnderTest> {
  const causeway = await startCauseway();
  const { connector } = await causeway.api(api.connectors.add, {
    body: { name: 'Suite', url: upstreamUrl, signIn: { kind: 'none' } },
  });
  for (const group of ['read-only', 'write', 'destructive', 'unknown'] as const)
    await causeway.api(api.connectors.setPermission, {
      params: { connectorId: connector.id },
      body: { target: { kind: 'group', group }, permission: 'allow' },
    });
  const { projects } = await causeway.api(api.people.session);
  const token = await causeway.token(['call']);
  const door = createServer((incoming, outgoing) => passOn(causeway.url, token, incoming, outgoing));
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as AddressInfo;
  return {
    url: `http://localhost:${port}/mcp/${projects[0]?.slug}/${connector.slug}`,
    async close() {
      door.closeAllConnections();
      door.close();
      await causeway.close();
    },
  };
}

/** Everything as it came, Host and Origin included, but for the token. */
function passOn(to: string, token: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { hostname, port } = new URL(to);
  const onward = send(
    {
      hostname,
      port,
      path: incoming.url,
      method: incoming.method,
      headers: { ...incoming.headers, authorization: `Bearer ${token}` },
    },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    },
  );
  onward.on('error', () => outgoing.destroy());
  outgoing.on('close', () => onward.destroy());
  incoming.pipe(onward);
}
