// Who stands behind a request from outside: a person, by a credential of one client.

export interface GatewayPrincipal {
  personId: string;
  /** OAuth client id, or the id of the personal access token. */
  clientId: string;
  /** The client by its own name. */
  clientName?: string;
  /** The one project an OAuth token is for; a personal access token is for all projects of its person. */
  projectId?: string;
  /** Epoch milliseconds; the streams of the credential end then. */
  expiresAt?: number;
}

/**
 * Reads an `Authorization: Bearer` token. `resource` is the endpoint's canonical URL: a token made for
 * another audience is refused (RFC 8707, MCP 2026-07-28 authorization). Answers `undefined` for a token
 * that is unknown, expired, revoked or not for this endpoint.
 */
export type AuthenticateClient = (
  token: string,
  endpoint: { resource: string; projectSlug: string },
) => Promise<GatewayPrincipal | undefined>;
