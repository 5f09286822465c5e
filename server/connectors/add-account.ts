import type { SignInInput } from '#shared/contract/connectors.ts';
import { type Asker, noteChange, requireConnector } from './change.ts';
import { checkSignIn } from './check-sign-in.ts';
import type { AccountRecord } from './connector.ts';
import type { ConnectorDeps } from './deps.ts';
import { newAccount } from './new-account.ts';

/** One more sign-in on a connector, tried before it is saved. The first one becomes the default. */
export async function addAccount(
  deps: ConnectorDeps,
  asker: Asker,
  input: { connectorId: string; label: string; signIn: SignInInput },
): Promise<AccountRecord> {
  const connector = await requireConnector(deps, asker.personId, input.connectorId);
  const others = await deps.store.accountsOf(asker.personId, [connector.id]);
  const checked = await checkSignIn(deps, asker.personId, connector, input.signIn);
  const account = newAccount(deps, connector, {
    label: input.label,
    signIn: input.signIn,
    isDefault: others.length === 0,
    state: checked.kind === 'listed' ? 'connected' : 'sign-in-needed',
  });
  await deps.store.insertAccount(account);
  if (checked.kind === 'listed') await deps.store.saveCatalogue(account, checked.catalogue);
  await noteChange(deps, asker, connector, `Added the account “${account.label}”`, account);
  if (checked.kind === 'listed') await deps.catalogues.added(account, checked.catalogue);
  return account;
}
