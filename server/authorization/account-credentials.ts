// What connectors need of authorization: the credential of an OAuth account, and what ends it.
import type { CredentialSource } from '../platform/credential.ts';

export interface OAuthAccountKey {
  personId: string;
  projectId: string;
  connectorId: string;
  accountId: string;
  /** The connector's URL: the only place where the credential goes. */
  url: string;
}

export interface AccountCredentials {
  /** Adds the account's access token, renews it before it ends and once after a 401 (single flight across replicas). */
  sourceFor(account: OAuthAccountKey): CredentialSource;
  /** Forgets the account's tokens here, and revokes them at the server (RFC 7009) when `revoke` is set. Never throws. */
  forget(account: OAuthAccountKey, options?: { revoke?: boolean }): Promise<void>;
}
