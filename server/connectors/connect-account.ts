import { type Asker, noteChange, requireAccount } from './change.ts';
import type { AccountRecord } from './connector.ts';
import type { ConnectorDeps } from './deps.ts';
import { connectorErrors } from './errors.ts';

/** Connects, or connects again, with the sign-in the account has; how it went is the account's state. */
export async function connectAccount(
  deps: ConnectorDeps,
  asker: Asker,
  input: { connectorId: string; accountId: string },
): Promise<AccountRecord> {
  const { connector, account } = await requireAccount(deps, asker.personId, input);
  const key = { personId: asker.personId, accountId: account.id };
  const now = await deps.catalogues.refresh(key, { reconnect: true });
  if (!now) throw connectorErrors.accountNotFound();
  if (now.state === 'connected' && account.state !== 'connected') {
    await noteChange(deps, asker, connector, `Connected the account “${account.label}”`, account);
  }
  return now;
}
