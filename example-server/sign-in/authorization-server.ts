// The authorization server of the harbour office: oidc-provider, in memory, with one page for signing in.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { exportJWK, generateKeyPair } from 'jose';
import { type ClientMetadata, errors, Provider } from 'oidc-provider';
import { scopes } from '../office.ts';
import { createMemoryStore } from './memory-store.ts';
import { handleSignInPage } from './sign-in-page.ts';

export interface AuthorizationServerOptions {
  /** Scheme, host and port of the whole example server. */
  origin: string;
  /** The MCP endpoint: the only resource (RFC 8707) that tokens are issued for. */
  resource: string;
  accessTokenSeconds: number;
  /** Clients known beforehand, besides those that register themselves. */
  clients: ClientMetadata[];
  /** Fetches client ID metadata documents. */
  fetch: typeof globalThis.fetch;
}

/** Who a token speaks for, and for what. */
export interface TokenFacts {
  clientId: string;
  /** The signed-in person; the client itself for client credentials. */
  subject: string;
  scopes: string[];
  /** Epoch seconds. */
  expiresAt: number;
  audience: string;
}

export interface AuthorizationServer {
  issuer: string;
  /** True when it answered: everything under the issuer's path, and its metadata at the root (RFC 8414 §3.1). */
  answer(request: IncomingMessage, response: ServerResponse): boolean;
  /** What a valid access token says; `undefined` for an unknown, expired or revoked one. */
  look(token: string): Promise<TokenFacts | undefined>;
}

const mount = '/oauth';
const metadataPaths = new Set([
  `/.well-known/oauth-authorization-server${mount}`,
  `/.well-known/openid-configuration${mount}`,
]);

/** Starts the authorization server with fresh keys; everything it knows is gone when the process ends. */
export async function createAuthorizationServer(
  options: AuthorizationServerOptions,
): Promise<AuthorizationServer> {
  const issuer = `${options.origin}${mount}`;
  const provider = new Provider(issuer, {
    ...grantRules(options),
    adapter: createMemoryStore(),
    jwks: { keys: [await signingKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    clients: options.clients,
    scopes: ['openid', 'offline_access', ...Object.values(scopes)],
    claims: { openid: ['sub'], profile: ['name'], email: ['email'] },
    findAccount: (_context, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: id, email: `${id}@harbour.example` }),
    }),
    interactions: { url: (_context, { uid }) => `${mount}/interaction/${uid}` },
    pkce: { required: () => true },
    // The metadata document of a client is fetched from elsewhere; nothing else is.
    fetch: (url, init) => options.fetch(url, init),
    renderError: (context, out) => {
      context.type = 'text/plain';
      context.body = `${out.error}: ${out.error_description ?? ''}\n`;
    },
  });
  const callback = provider.callback();

  return {
    issuer,
    answer(request, response) {
      const [path = '/'] = (request.url ?? '/').split('?');
      if (path.startsWith(`${mount}/interaction/`)) {
        void handleSignInPage(provider, options.resource, request, response);
        return true;
      }
      const inside = metadataPaths.has(path) ? `${mount}/.well-known/openid-configuration` : request.url;
      if (!inside?.startsWith(`${mount}/`)) return false;
      // The library takes the part before `url` in `originalUrl` as the place it is mounted at.
      Object.assign(request, { originalUrl: inside, url: inside.slice(mount.length) });
      void callback(request, response);
      return true;
    },
    look: (token) => lookAtToken(provider, token),
  };
}

/** Which grants there are, for which resource, how long tokens live, and how clients become known. */
function grantRules({ resource, accessTokenSeconds }: AuthorizationServerOptions) {
  return {
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true },
      revocation: {
        enabled: true,
        allowedPolicy: (_context: unknown, client: { clientId: string }, token: { clientId?: string }) =>
          token.clientId === client.clientId,
      },
      clientCredentials: { enabled: true },
      clientIdMetadataDocument: { enabled: true, ack: 'draft-02' },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_context: unknown, asked: string) => {
          if (asked !== resource) throw new errors.InvalidTarget(`${asked} is not the harbour office`);
          return {
            scope: Object.values(scopes).join(' '),
            audience: resource,
            accessTokenTTL: accessTokenSeconds,
            accessTokenFormat: 'opaque' as const,
          };
        },
      },
    },
    rotateRefreshToken: true,
    issueRefreshToken: (_context: unknown, client: { grantTypeAllowed(type: string): boolean }) =>
      client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => false,
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: 3600,
      RefreshToken: 14 * 86_400,
      Interaction: 3600,
      Session: 14 * 86_400,
      Grant: 14 * 86_400,
    },
  };
}

async function signingKey() {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  return { ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig', kid: 'harbour-1' };
}

async function lookAtToken(provider: Provider, token: string): Promise<TokenFacts | undefined> {
  const found = (await provider.AccessToken.find(token)) ?? (await provider.ClientCredentials.find(token));
  if (!found || found.isExpired || found.exp === undefined) return undefined;
  return {
    clientId: found.clientId ?? '',
    subject: 'accountId' in found ? found.accountId : (found.clientId ?? ''),
    scopes: (found.scope ?? '').split(' ').filter(Boolean),
    expiresAt: found.exp,
    audience: Array.isArray(found.aud) ? (found.aud[0] ?? '') : (found.aud ?? ''),
  };
}
