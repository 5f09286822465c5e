import { type Asker, noteChange, requireAccount } from './change.ts';
import { targetKey } from './connector.ts';
import { oauthKey } from './credentials.ts';
import type { ConnectorDeps } from './deps.ts';
import { revokeMilliseconds, withinMilliseconds } from './within.ts';

/** Removes an account, its secret and its catalogue; the oldest one left becomes the default. */
export async function removeAccount(
  deps: ConnectorDeps,
  asker: Asker,
  input: { connectorId: string; accountId: string },
): Promise<void> {
  const { connector, account } = await requireAccount(deps, asker.personId, input);
  if (account.kind === 'oauth') {
    const revoked = deps.oauth.forget(oauthKey(connector, account), { revoke: true });
    await withinMilliseconds(revoked, revokeMilliseconds);
  }
  await deps.store.removeAccount(account);
  deps.memory.dropCatalogue(account.personId, account.id);
  void deps.upstreams.forget(targetKey(account)).catch(() => undefined);
  const [next] = await deps.store.accountsOf(asker.personId, [connector.id]);
  if (account.isDefault && next) await deps.store.makeDefault(next);
  await noteChange(deps, asker, connector, `Removed the account “${account.label}”`, account);
}
