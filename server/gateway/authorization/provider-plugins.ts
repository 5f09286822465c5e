// Causeway as OAuth 2.1 authorization server of its own gateway: better-auth's provider, set for MCP 2026-07-28.
import { cimd } from '@better-auth/cimd';
import { oauthProvider } from '@better-auth/oauth-provider';
import type { BetterAuthPlugin } from 'better-auth';
import type { OutboundFetch } from '../../platform/outbound-fetch.ts';

/** The one scope of the gateway: what a client may do is decided call by call, not by scopes. */
export const gatewayScope = 'mcp';

/** Seconds. */
const accessTokenLife = 3_600;
const refreshTokenLife = 30 * 86_400;

/** Pages of the web client. */
export const signInPage = '/authorize';
export const consentPage = '/consent';

export interface ProviderOptions {
  /** Fetches a client's metadata document through the address guard. */
  outboundFetch: OutboundFetch;
  /** Whether clients may register themselves (RFC 7591); metadata documents are always read. */
  dynamicRegistration: boolean;
}

/**
 * Authorization code with PKCE S256, refresh with strict rotation (a second use of a refresh token ends its
 * family), client ID metadata documents, dynamic registration, `iss` in every answer (RFC 9207), audiences by
 * `resource` (RFC 8707). Tokens are opaque and kept as SHA-256, so that a revoked one is refused at once.
 */
export function providerPlugins({ outboundFetch, dynamicRegistration }: ProviderOptions): BetterAuthPlugin[] {
  return [
    oauthProvider({
      loginPage: signInPage,
      consentPage,
      scopes: [gatewayScope, 'offline_access'],
      grantTypes: ['authorization_code', 'refresh_token'],
      disableJwtPlugin: true,
      accessTokenExpiresIn: accessTokenLife,
      refreshTokenExpiresIn: refreshTokenLife,
      allowDynamicClientRegistration: dynamicRegistration,
      allowUnauthenticatedClientRegistration: dynamicRegistration,
      clientRegistrationDefaultScopes: [gatewayScope, 'offline_access'],
      // A client may be used with each project; the person consents to each of them.
      enforcePerClientResources: false,
      silenceWarnings: { oauthAuthServerConfig: true, openidConfig: true },
    }) as unknown as BetterAuthPlugin,
    cimd({
      fetchClientMetadataResource: (input, init) =>
        outboundFetch(input instanceof Request ? input : input.toString(), init),
      metadataProfile: 'mcp-2026-07-28',
    }) as unknown as BetterAuthPlugin,
  ];
}
