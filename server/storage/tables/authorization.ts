export interface AuthorizationTables {
  /** How a connector signs in, beyond what is found out by itself. */
  authorization_settings: {
    connector_id: string;
    person_id: string;
    project_id: string;
    /** JSON without secrets. */
    settings: string;
    /** Sealed JSON of the secrets, or null. */
    secrets: string | null;
    updated_at: number;
  };
  /** A client registration at one authorization server; never used at another (RFC 7591, issuer-bound). */
  authorization_client: {
    person_id: string;
    connector_id: string;
    issuer: string;
    project_id: string;
    client_id: string;
    /** Sealed, or null for a public client. */
    client_secret: string | null;
    authentication: string;
    redirect_uri: string;
    secret_expires_at: number | null;
    registered_at: number;
  };
  /** One sign-in that was started: prepared → left → signed-in | failed. `state_digest` is used once. */
  authorization_attempt: {
    id: string;
    person_id: string;
    project_id: string;
    connector_id: string;
    account_id: string;
    /** The browser session that started it. */
    session_id: string;
    state: string;
    /** SHA-256 of the OAuth `state`, hex; null until the browser leaves. */
    state_digest: string | null;
    /** JSON: server metadata, client, resource, scopes, redirect URI. */
    plan: string;
    /** Sealed PKCE verifier; null until the browser leaves. */
    verifier: string | null;
    /** JSON of the steps and of the problem. */
    story: string;
    created_at: number;
    expires_at: number;
  };
  /** What an account was granted. One row per account; `version` grows with every change of the tokens. */
  authorization_grant: {
    account_id: string;
    person_id: string;
    project_id: string;
    connector_id: string;
    /** The connector's URL it was granted for: it goes nowhere else. */
    url: string;
    issuer: string;
    version: number;
    /** JSON: server metadata, resource, scopes, client reference, identity. */
    facts: string;
    /** Sealed JSON: access token, refresh token, proof key. Null when the sign-in ended. */
    tokens: string | null;
    granted_at: number;
    renewed_at: number;
    expires_at: number | null;
    /** Who renews right now, until when; anybody may take over after that. */
    lease_owner: string | null;
    lease_until: number | null;
    /** Not before this time again: the authorization server is out of order. */
    retry_at: number | null;
    /** JSON: why a person must sign in, scopes that are missing, how often they were asked for. */
    trouble: string | null;
  };
}
