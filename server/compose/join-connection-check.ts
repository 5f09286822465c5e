import { keptRegistrations, openSettings } from '../authorization/store.ts';
import { type CheckedConnector, connectionCheckRoutes } from '../connection-check/routes.ts';
import { requireConnector } from '../connectors/change.ts';
import { credentialOf } from '../connectors/credentials.ts';
import type { RemoteServers } from '../mcp/remote-servers.ts';
import type { House } from './house.ts';
import type { joinConnectors } from './join-connectors.ts';

/** The diagnosis of a URL or a connector; its connections are its own and end with it. */
export function joinConnectionCheck(
  house: House,
  remote: RemoteServers,
  { connectors }: ReturnType<typeof joinConnectors>,
) {
  const { deps } = connectors;
  const find = async (key: {
    personId: string;
    connectorId: string;
    accountId?: string | undefined;
  }): Promise<CheckedConnector> => {
    const connector = await requireConnector(deps, key.personId, key.connectorId);
    const accounts = await deps.store.accountsOf(key.personId, [connector.id]);
    const account =
      accounts.find(({ id }) => id === key.accountId) ??
      accounts.find(({ isDefault }) => isDefault) ??
      accounts[0];
    const place = { personId: key.personId, connectorId: connector.id, projectId: connector.projectId };
    // Only an account that signed in has a token to check; otherwise the way to a sign-in is.
    const kind = account?.kind === 'oauth' ? 'oauth' : 'headers';
    const isUsed =
      account && account.kind !== 'none' && (kind === 'headers' || account.state === 'connected');
    return {
      connectorId: connector.id,
      url: connector.url,
      settings: await openSettings(house, place),
      kept: keptRegistrations(house, place, () => house.clock.now()),
      ...(isUsed && { signIn: { kind, credential: credentialOf(deps, connector, account) } }),
    };
  };
  house.routes.push(
    ...connectionCheckRoutes({
      fetch: house.outbound.fetch,
      publicUrl: house.publicUrl,
      ...(house.config.clientMetadataUrl && { clientMetadataUrl: house.config.clientMetadataUrl }),
      find,
      async list(target) {
        const key = house.makeId('check');
        try {
          const connection = await remote.upstreams.open({ ...target, key, transport: 'auto' });
          return await connection.list();
        } finally {
          void remote.upstreams.forget(key).catch(() => undefined);
        }
      },
    }),
  );
}
