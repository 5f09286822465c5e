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
  /** Forgets every account's tokens and the registrations of a connector: its URL changed, or it was removed. Never throws. */
  forgetConnector(connector: { personId: string; connectorId: string }): Promise<void>;
}

/** What authorization asks of connectors, joined in `compose.ts`; authorization never imports them. */
export interface AccountsForAuthorization {
  /** The person's account with its connector; undefined for an unknown id and for another person's. */
  find(input: {
    personId: string;
    connectorId: string;
    accountId?: string;
  }): Promise<OAuthAccount | undefined>;
  /** A sign-in succeeded: the account becomes connected and its catalogue is listed. Must not throw. */
  signedIn(account: OAuthAccountKey, told: { identity?: string }): Promise<void>;
  /** The connector trusts another private authority now: what is open is opened anew. Must not throw. */
  trustChanged(connector: { personId: string; connectorId: string }): Promise<void>;
  /** The sign-in stopped working and a person must act (*Reconnect*), or it needs more scopes. Must not throw. */
  signInNeeded(
    account: OAuthAccountKey,
    problem: { code: string; message: string; fix?: string },
  ): Promise<void>;
}

export interface OAuthAccount extends OAuthAccountKey {
  connectorName: string;
  label: string;
}
