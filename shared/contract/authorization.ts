// Signing in to a remote server by OAuth: before leaving, coming back, settings, what an account holds.
import { z } from 'zod';
import { exchange } from './connection-check.ts';
import { defineEndpoint } from './endpoint.ts';

const accountParams = z.object({ connectorId: z.string(), accountId: z.string() });
const connectorParams = z.object({ connectorId: z.string() });
const problem = z.object({ code: z.string(), message: z.string(), fix: z.string().optional() });

/** A scope as the server names it, and in words. */
export const scopeInWords = z.object({
  scope: z.string(),
  words: z.string(),
  /** Not granted to this account before. */
  isNew: z.boolean(),
});
export type ScopeInWords = z.output<typeof scopeInWords>;

/** One named step of a sign-in, as it went. */
export const signInStep = z.object({
  name: z.string(),
  state: z.enum(['passed', 'failed', 'skipped']),
  line: z.string(),
  cause: z.string().optional(),
  fix: z.string().optional(),
  exchanges: z.array(exchange),
});
export type SignInStep = z.output<typeof signInStep>;

/** What the screen before leaving shows, or what it must ask first. */
export const beforeLeaving = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('ready'),
    attemptId: z.string(),
    /** Where the browser goes. */
    host: z.string(),
    issuer: z.string(),
    /** The name under which the authorization server knows Causeway, and how it came by it. */
    clientName: z.string(),
    client: z.enum(['own', 'metadata-document', 'registered']),
    scopes: z.array(scopeInWords),
    /** For a step-up: only what is added to what is already granted. */
    added: z.array(scopeInWords),
    isStepUp: z.boolean(),
    /** What will happen later, in words: renews by itself, or signs out after a time. */
    notes: z.array(z.string()),
    redirectUri: z.string(),
    /** Epoch milliseconds; after that the sign-in must be started again. */
    expiresAt: z.number(),
  }),
  z.object({
    kind: z.literal('choose-server'),
    servers: z.array(z.object({ issuer: z.string(), host: z.string() })),
  }),
  z.object({
    kind: z.literal('client-needed'),
    issuer: z.string(),
    /** To be entered at the authorization server, exactly. */
    redirectUri: z.string(),
    problem,
  }),
  /** Machine grants need no browser: the account is signed in. */
  z.object({ kind: z.literal('signed-in') }),
  z.object({ kind: z.literal('failed'), problem, steps: z.array(signInStep) }),
]);
export type BeforeLeaving = z.output<typeof beforeLeaving>;

const scopeList = z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).max(100);
const endpointUrl = z.string().trim().min(1).max(2048);

export const grantKind = z.enum(['authorization-code', 'client-credentials', 'enterprise', 'workload']);
export type GrantKind = z.output<typeof grantKind>;

const settingsShape = {
  /** `enterprise`: identity assertion (ID-JAG); `workload`: JWT bearer (RFC 7523). */
  grant: grantKind.default('authorization-code'),
  /** RFC 8707. `auto`: what the resource metadata says, else the connector's URL. */
  resource: z.enum(['auto', 'include', 'omit']).default('auto'),
  /** For `include`: another value than the connector's URL. */
  resourceValue: endpointUrl.optional(),
  /** The administrator knows that the server does S256 although its metadata does not say so. */
  supportsPkceS256: z.boolean().default(false),
  endpoints: z
    .object({
      issuer: endpointUrl,
      authorizationEndpoint: endpointUrl,
      tokenEndpoint: endpointUrl,
      registrationEndpoint: endpointUrl.optional(),
      revocationEndpoint: endpointUrl.optional(),
    })
    .optional(),
  extraScopes: scopeList.default([]),
  /** No scope outside this list is ever asked for. */
  scopeCeiling: scopeList.optional(),
  /** PEM, for the connector's and the authorization server's host. */
  certificateAuthority: z.string().max(200_000).optional(),
  /** Proof of possession (RFC 9449): tokens are bound to a key that never leaves Causeway. */
  dpop: z.boolean().default(false),
};

export const clientAuthentication = z.enum([
  'none',
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
]);

export const authorizationSettings = z.object({
  ...settingsShape,
  client: z
    .object({
      clientId: z.string(),
      /** Bound to this issuer; absent until the first sign-in, which binds it. */
      issuer: z.string().optional(),
      authentication: clientAuthentication.optional(),
      hasSecret: z.boolean(),
      hasPrivateKey: z.boolean(),
      algorithm: z.string().optional(),
    })
    .optional(),
  identityProvider: z
    .object({
      tokenEndpoint: z.string(),
      clientId: z.string(),
      hasSecret: z.boolean(),
      hasIdToken: z.boolean(),
    })
    .optional(),
  hasWorkloadToken: z.boolean(),
});
export type AuthorizationSettings = z.output<typeof authorizationSettings>;

/** Secrets are write-only; an absent secret keeps the one that is there. */
export const authorizationSettingsInput = z.object({
  ...settingsShape,
  client: z
    .object({
      clientId: z.string().trim().min(1).max(2048),
      issuer: endpointUrl.optional(),
      authentication: clientAuthentication.optional(),
      secret: z.string().max(8192).optional(),
      /** PKCS#8 PEM. */
      privateKey: z.string().max(20_000).optional(),
      algorithm: z.string().max(10).optional(),
    })
    .nullable()
    .optional(),
  identityProvider: z
    .object({
      tokenEndpoint: endpointUrl,
      clientId: z.string().trim().min(1).max(2048),
      secret: z.string().max(8192).optional(),
      idToken: z.string().max(20_000).optional(),
    })
    .nullable()
    .optional(),
  workloadToken: z.string().max(20_000).optional(),
});
export type AuthorizationSettingsInput = z.output<typeof authorizationSettingsInput>;

export const signInDetails = z.object({
  accountId: z.string(),
  signedIn: z.boolean(),
  grant: grantKind,
  identity: z.string().optional(),
  issuer: z.string().optional(),
  resource: z.string().optional(),
  scopes: z.array(scopeInWords),
  grantedAt: z.number().optional(),
  /** Epoch milliseconds; absent when the server did not say. */
  signedInUntil: z.number().optional(),
  renewsByItself: z.boolean(),
  lastRenewedAt: z.number().optional(),
  canRevoke: z.boolean(),
  /** The server refused a call for want of these. */
  missingScopes: z.array(scopeInWords),
  problem: problem.optional(),
});
export type SignInDetails = z.output<typeof signInDetails>;

export const authorizationEndpoints = {
  start: defineEndpoint({
    id: 'authorization.start',
    method: 'POST',
    path: '/api/connectors/:connectorId/accounts/:accountId/sign-in',
    access: 'person',
    scope: 'session',
    summary: 'Find out how to sign in; answers what the screen before leaving shows. Nothing has left yet.',
    params: accountParams,
    body: z.object({
      /** Issuer chosen when there are several. */
      authorizationServer: endpointUrl.optional(),
      client: z
        .object({ clientId: z.string().trim().min(1).max(2048), secret: z.string().max(8192).optional() })
        .optional(),
    }),
    response: beforeLeaving,
  }),
  continue: defineEndpoint({
    id: 'authorization.continue',
    method: 'POST',
    path: '/api/authorization/:attemptId/continue',
    access: 'person',
    scope: 'session',
    summary: 'The person agreed: the URL to open, once',
    params: z.object({ attemptId: z.string() }),
    response: z.object({ authorizationUrl: z.string() }),
  }),
  attempt: defineEndpoint({
    id: 'authorization.attempt',
    method: 'GET',
    path: '/api/authorization/:attemptId',
    access: 'person',
    scope: 'session',
    summary: 'How a sign-in went',
    params: z.object({ attemptId: z.string() }),
    response: z.object({
      attemptId: z.string(),
      connectorId: z.string(),
      accountId: z.string(),
      state: z.enum(['prepared', 'left', 'signed-in', 'failed', 'expired']),
      problem: problem.optional(),
      steps: z.array(signInStep),
    }),
  }),
  callback: defineEndpoint({
    id: 'authorization.callback',
    method: 'GET',
    path: '/oauth/callback/:connectorId',
    access: 'person',
    scope: 'session',
    summary: 'The browser comes back from the authorization server; answers a redirect into the web app',
    params: connectorParams,
    query: z.record(z.string(), z.string()),
    response: z.unknown(),
  }),
  clientDocument: defineEndpoint({
    id: 'authorization.client-document',
    method: 'GET',
    path: '/oauth/client/:connectorId',
    access: 'public',
    scope: 'read',
    summary: 'Client ID metadata document, only with a public HTTPS URL',
    params: connectorParams,
    response: z.record(z.string(), z.unknown()),
  }),
  settings: defineEndpoint({
    id: 'authorization.settings',
    method: 'GET',
    path: '/api/connectors/:connectorId/authorization',
    access: 'person',
    scope: 'read',
    summary: 'How this connector signs in, beyond what is found out by itself',
    params: connectorParams,
    response: z.object({ settings: authorizationSettings, redirectUri: z.string() }),
  }),
  saveSettings: defineEndpoint({
    id: 'authorization.save-settings',
    method: 'PUT',
    path: '/api/connectors/:connectorId/authorization',
    access: 'person',
    scope: 'write',
    summary: 'Change overrides, own client or grant; another issuer or client signs the accounts out',
    params: connectorParams,
    body: authorizationSettingsInput,
    response: z.object({ settings: authorizationSettings, redirectUri: z.string() }),
  }),
  details: defineEndpoint({
    id: 'authorization.details',
    method: 'GET',
    path: '/api/connectors/:connectorId/accounts/:accountId/sign-in',
    access: 'person',
    scope: 'read',
    summary: 'What an account holds: issuer, scopes in words, granted when, signed in until',
    params: accountParams,
    response: z.object({ details: signInDetails }),
  }),
  revoke: defineEndpoint({
    id: 'authorization.revoke',
    method: 'DELETE',
    path: '/api/connectors/:connectorId/accounts/:accountId/sign-in',
    access: 'person',
    scope: 'write',
    summary: 'Revoke at the authorization server (RFC 7009) and forget here',
    params: accountParams,
    response: z.object({ revokedAtServer: z.boolean(), line: z.string() }),
  }),
};
