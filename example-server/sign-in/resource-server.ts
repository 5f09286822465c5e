// The MCP endpoint as protected resource: metadata (RFC 9728), challenge, audience and scopes.
import {
  type AuthInfo,
  getOAuthProtectedResourceMetadataUrl,
  OAuthError,
  OAuthErrorCode,
  requireBearerAuth,
} from '@modelcontextprotocol/server';
import { scopes } from '../office.ts';
import type { AuthorizationServer } from './authorization-server.ts';

/** Guards the endpoint at `url` with tokens of the authorization server. */
export function createResourceServer(url: string, authorizationServer: AuthorizationServer) {
  const metadataUrl = getOAuthProtectedResourceMetadataUrl(new URL(url));
  const metadataPaths = new Set([new URL(metadataUrl).pathname, '/.well-known/oauth-protected-resource']);
  const check = requireBearerAuth({
    verifier: { verifyAccessToken: (token) => verify(authorizationServer, token) },
    requiredScopes: [scopes.read],
    resourceMetadataUrl: metadataUrl,
    expectedResource: new URL(url),
  });
  return {
    /** The metadata document, or `undefined` when the path is another one. */
    metadata(pathname: string): Response | undefined {
      if (!metadataPaths.has(pathname)) return undefined;
      return Response.json({
        resource: url,
        resource_name: 'Harbour office',
        authorization_servers: [authorizationServer.issuer],
        scopes_supported: Object.values(scopes),
        bearer_methods_supported: ['header'],
      });
    },
    check,
  };
}

async function verify(authorizationServer: AuthorizationServer, token: string): Promise<AuthInfo> {
  const facts = await authorizationServer.look(token);
  if (!facts)
    throw new OAuthError(OAuthErrorCode.InvalidToken, 'The token is unknown, expired or was revoked');
  return {
    token,
    clientId: facts.clientId,
    scopes: facts.scopes,
    expiresAt: facts.expiresAt,
    resource: new URL(facts.audience),
    extra: { subject: facts.subject },
  };
}
