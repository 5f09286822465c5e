import type { SignInInput } from '#shared/contract/connectors.ts';
import { type Asker, noteChange, requireAccount } from './change.ts';
import { checkSignIn } from './check-sign-in.ts';
import { type AccountRecord, type ConnectorRecord, targetKey } from './connector.ts';
import { oauthKey } from './credentials.ts';
import type { ConnectorDeps } from './deps.ts';
import { connectorErrors } from './errors.ts';
import { identityOf, sealSignIn } from './sign-in.ts';

export interface EditAccountInput {
  connectorId: string;
  accountId: string;
  label?: string | undefined;
  isDefault?: true | undefined;
  signIn?: SignInInput | undefined;
}

/** Relabels, makes default, or replaces the sign-in; a new one is tried first and the old one kept if it fails. */
export async function editAccount(
  deps: ConnectorDeps,
  asker: Asker,
  input: EditAccountInput,
): Promise<AccountRecord> {
  const { connector, account } = await requireAccount(deps, asker.personId, input);
  const changes: string[] = [];
  if (input.signIn) {
    await replaceSignIn(deps, connector, account, input.signIn);
    changes.push(`Replaced the sign-in of “${account.label}”`);
  }
  if (input.label !== undefined && input.label !== account.label) {
    await deps.store.changeAccount(account, { label: input.label });
    changes.push(`Renamed the account “${account.label}” to “${input.label}”`);
  }
  if (input.isDefault && !account.isDefault) {
    await deps.store.makeDefault(account);
    changes.push(`Made “${input.label ?? account.label}” the default account`);
  }
  if (changes.length > 0) await noteChange(deps, asker, connector, changes.join('; '), account);
  return (await requireAccount(deps, asker.personId, input)).account;
}

async function replaceSignIn(
  deps: ConnectorDeps,
  connector: ConnectorRecord,
  account: AccountRecord,
  signIn: SignInInput,
): Promise<void> {
  const checked = await checkSignIn(deps, account.personId, connector, signIn);
  // The server may have answered slowly: a URL that changed meanwhile gets no sign-in that was tried elsewhere.
  const now = await deps.store.find(account.personId, connector.id);
  if (now?.url !== connector.url) throw connectorErrors.changedMeanwhile(connector.name);
  if (account.kind === 'oauth') await deps.oauth.forget(oauthKey(connector, account), { revoke: true });
  await deps.store.changeAccount(account, {
    kind: signIn.kind,
    secret: sealSignIn(deps.vault, account, connector.url, signIn) ?? null,
    identity: identityOf(signIn) ?? null,
    state: checked.kind === 'listed' ? 'connected' : 'sign-in-needed',
    problem: null,
  });
  const before = await deps.store.catalogueOf(account.personId, account.id);
  if (checked.kind === 'listed') await deps.store.saveCatalogue(account, checked.catalogue);
  else await deps.store.removeCatalogue(account);
  deps.memory.drop(account.personId);
  deps.memory.dropCatalogue(account.personId, account.id);
  void deps.upstreams.forget(targetKey(account)).catch(() => undefined);
  if (checked.kind === 'listed') await deps.catalogues.added(account, checked.catalogue, before);
}
