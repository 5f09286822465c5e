import type { Asker } from './change.ts';
import type { ConnectorDeps } from './deps.ts';
import { removeConnector } from './remove-connector.ts';

/** Removes every connector of a project as if each was removed by hand: sign-ins are revoked, sessions closed. */
export async function removeConnectorsOfProject(
  deps: ConnectorDeps,
  asker: Asker,
  projectId: string,
): Promise<void> {
  const connectors = await deps.store.ofProject(asker.personId, projectId);
  await Promise.all(connectors.map((connector) => removeConnector(deps, asker, connector.id)));
}
