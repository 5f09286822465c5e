import { type Asker, noteChange, requireConnector } from './change.ts';
import { targetKey } from './connector.ts';
import { oauthKey } from './credentials.ts';
import type { ConnectorDeps } from './deps.ts';
import { revokeMilliseconds, withinMilliseconds } from './within.ts';

/** Removes a connector with its accounts, secrets and permissions. Needs no answer from the server. */
export async function removeConnector(deps: ConnectorDeps, asker: Asker, connectorId: string): Promise<void> {
  const connector = await requireConnector(deps, asker.personId, connectorId);
  const accounts = await deps.store.accountsOf(asker.personId, [connector.id]);
  const revoking = accounts
    .filter((account) => account.kind === 'oauth')
    .map((account) => deps.oauth.forget(oauthKey(connector, account), { revoke: true }));
  await withinMilliseconds(Promise.allSettled(revoking), revokeMilliseconds);
  await deps.oauth.forgetConnector({ personId: asker.personId, connectorId: connector.id });
  await deps.store.remove(asker.personId, connector.id);
  deps.health.forget(connector.id);
  for (const account of accounts) {
    deps.memory.dropCatalogue(account.personId, account.id);
    // Closing may tell a dead server, so nobody waits for it.
    void deps.upstreams.forget(targetKey(account)).catch(() => undefined);
  }
  await noteChange(deps, asker, connector, `Removed the connector ${connector.name}`);
}
