// The credential of an account, ready for the one URL it belongs to.
import type { SignInInput } from '#shared/contract/connectors.ts';
import type { AccountCredentials, OAuthAccountKey } from '../authorization/account-credentials.ts';
import type { CredentialSource } from '../platform/credential.ts';
import type { Vault } from '../platform/vault.ts';
import type { AccountRecord, ConnectorRecord } from './connector.ts';
import { headersOf, openSignIn } from './sign-in.ts';

interface CredentialDeps {
  vault: Vault;
  oauth: AccountCredentials;
}

/** `none`, or a sign-in that a person entered: nothing to renew, a 401 means that a person must look. */
const fixed = (headers: () => Record<string, string>): CredentialSource => ({
  headers: async () => headers(),
  renew: async () => false,
});

export function credentialOf(
  deps: CredentialDeps,
  connector: Pick<ConnectorRecord, 'url'>,
  account: AccountRecord,
): CredentialSource {
  if (account.kind === 'oauth') return deps.oauth.sourceFor(oauthKey(connector, account));
  const { secret } = account;
  if (account.kind === 'none' || secret === undefined) return fixed(() => ({}));
  // Opened at each use, so that no plain secret waits in memory; one entered for another URL stays closed.
  return fixed(() => openSignIn(deps.vault, { ...account, secret }, connector.url) ?? {});
}

/** A sign-in that is tried before it is saved. */
export function credentialFrom(signIn: SignInInput): CredentialSource {
  const headers = Object.fromEntries(headersOf(signIn).map(({ name, value }) => [name, value]));
  return fixed(() => headers);
}

export const oauthKey = (
  connector: Pick<ConnectorRecord, 'url'>,
  account: Pick<AccountRecord, 'personId' | 'projectId' | 'connectorId' | 'id'>,
): OAuthAccountKey => ({
  personId: account.personId,
  projectId: account.projectId,
  connectorId: account.connectorId,
  accountId: account.id,
  url: connector.url,
});
