/** What we read and write ourselves of the OAuth provider's tables; the rest of their columns is its own. */
export interface GatewayTables {
  oauthClient: {
    id: string;
    clientId: string;
    /** Set for a client known by its metadata document: where that was found. */
    clientDiscoveryId: string | null;
    name: string | null;
    uri: string | null;
    /** JSON array. */
    redirectUris: string;
    createdAt: string | null;
  };
  oauthResource: {
    id: string;
    identifier: string;
    name: string;
    createdAt: string | null;
    updatedAt: string | null;
    disabled: number | null;
    policyVersion: number | null;
  };
  oauthAccessToken: {
    id: string;
    /** SHA-256, base64url. */
    token: string;
    clientId: string;
    userId: string | null;
    /** JSON array of audiences. */
    resources: string | null;
    scopes: string;
    expiresAt: string;
    revoked: string | null;
  };
  oauthRefreshToken: {
    id: string;
    clientId: string;
    userId: string;
    resources: string | null;
    expiresAt: string;
    revoked: string | null;
  };
  oauthConsent: {
    id: string;
    clientId: string;
    userId: string | null;
    /** JSON array. */
    resources: string | null;
    createdAt: string;
  };
  gateway_client_use: {
    person_id: string;
    client_id: string;
    last_used_at: number;
  };
}
