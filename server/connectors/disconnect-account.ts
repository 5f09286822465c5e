import { advanceAccount } from './account-state.ts';
import { type Asker, noteChange, requireAccount } from './change.ts';
import { type AccountRecord, targetKey } from './connector.ts';
import { oauthKey } from './credentials.ts';
import type { ConnectorDeps } from './deps.ts';
import { revokeMilliseconds, withinMilliseconds } from './within.ts';

/** Forgets the secret and what was listed with it; the account and its label stay. */
export async function disconnectAccount(
  deps: ConnectorDeps,
  asker: Asker,
  input: { connectorId: string; accountId: string },
): Promise<AccountRecord> {
  const { connector, account } = await requireAccount(deps, asker.personId, input);
  const { state } = advanceAccount(account, { kind: 'disconnect' });
  await deps.store.changeAccount(account, { state, secret: null, problem: null });
  await deps.store.removeCatalogue(account);
  deps.memory.drop(account.personId);
  deps.memory.dropCatalogue(account.personId, account.id);
  void deps.upstreams.forget(targetKey(account)).catch(() => undefined);
  if (account.kind === 'oauth') {
    const revoked = deps.oauth.forget(oauthKey(connector, account), { revoke: true });
    await withinMilliseconds(revoked, revokeMilliseconds);
  }
  await noteChange(deps, asker, connector, `Disconnected the account “${account.label}”`, account);
  return (await requireAccount(deps, asker.personId, input)).account;
}
