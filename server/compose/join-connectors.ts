// Joins connectors with their sign-ins and the example server.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActivityRecord } from '../activity/record.ts';
import type { AccountsForAuthorization } from '../authorization/account-credentials.ts';
import { createAccountCredentials } from '../authorization/create-account-credentials.ts';
import { authorizationRoutes } from '../authorization/routes.ts';
import { createConnectors } from '../connectors/connectors.ts';
import type { ConnectorSurroundings } from '../connectors/deps.ts';
import { createExampleServer } from '../example/example-server.ts';
import { exampleRoutes } from '../example/routes.ts';
import type { RemoteServers } from '../mcp/remote-servers.ts';
import { findProject } from '../projects/store.ts';
import type { House } from './house.ts';

/** What other features do for connectors. */
export type ConnectorJoints = Pick<ConnectorSurroundings, 'toolStates' | 'heldCounts'> & {
  activity: ActivityRecord;
};

/** Connectors and their sign-ins; they connect in the background once `connectors.start` is called. */
export function joinConnectors(house: House, remote: RemoteServers, joints: ConnectorJoints) {
  const { outbound, log } = house;
  // Authorization asks connectors about accounts, connectors ask it for credentials: the first is bound late.
  const accounts: AccountsForAuthorization = {
    find: (input) => connectors.forAuthorization.find(input),
    signedIn: (account, told) => connectors.forAuthorization.signedIn(account, told),
    trustChanged: (connector) => connectors.forAuthorization.trustChanged(connector),
    signInNeeded: (account, problem) => connectors.forAuthorization.signInNeeded(account, problem),
  };
  const authorization = {
    ...house,
    fetch: outbound.fetch,
    accounts,
    activity: joints.activity,
    sleep: (milliseconds: number) => sleep(milliseconds),
    ...(house.config.clientMetadataUrl && { clientMetadataUrl: house.config.clientMetadataUrl }),
  };
  const credentials = createAccountCredentials(authorization);
  const connectors = createConnectors(house.db, {
    ...house,
    ...remote,
    ...joints,
    oauth: credentials,
    dialogMilliseconds: 13_000,
    isListening: () => house.bus.listenerCount() > 0,
    projectOf: async (personId, projectId) =>
      (await findProject(house, { personId, ...(projectId === undefined ? {} : { projectId }) })).id,
    isPrivateAddress: (url) => {
      const { hostname, port, protocol } = new URL(url);
      return outbound.guard.isLocalOrListed(hostname, Number(port) || (protocol === 'https:' ? 443 : 80));
    },
  });
  const example = createExampleServer({ log, root: join(import.meta.dirname, '../..') });
  const renewing = setInterval(() => {
    credentials.renewDue().catch((error) => log.error('sign-ins could not be renewed', { error }));
  }, renewEveryMilliseconds).unref();
  house.endings.push(async () => {
    clearInterval(renewing);
    await connectors.stop();
    await example.stop();
  });
  house.routes.push(
    ...connectors.routes,
    ...authorizationRoutes({ ...authorization, credentials }),
    ...exampleRoutes(example),
  );
  return { connectors };
}

const renewEveryMilliseconds = 30_000;
