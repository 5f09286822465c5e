// Connectors: remote MCP servers that somebody added, their accounts and their catalogue.
import { z } from 'zod';
import {
  callGroup,
  catalogue,
  era,
  icon,
  permission,
  serverDescription,
  toolGroup,
  transport,
} from './catalogue.ts';
import { defineEndpoint } from './endpoint.ts';

export const signInKind = z.enum(['none', 'headers', 'basic', 'oauth']);
/** `headers` is an API key or any headers, `basic` is user name and password. */
export type SignInKind = z.output<typeof signInKind>;

/** A new secret from a form. Write-only: no answer ever holds it. */
export const signInInput = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('headers'),
    headers: z
      .array(z.object({ name: z.string(), value: z.string() }))
      .min(1)
      .max(20),
  }),
  z.object({ kind: z.literal('basic'), username: z.string(), password: z.string() }),
  z.object({ kind: z.literal('oauth') }),
]);
export type SignInInput = z.output<typeof signInInput>;

/**
 * Account: connecting → connected | sign-in-needed | failed; disconnected by its person at any time.
 * `sign-in-needed` covers *Connect* (never signed in) and *Reconnect* (the sign-in stopped working).
 */
export const accountState = z.enum(['disconnected', 'connecting', 'connected', 'sign-in-needed', 'failed']);

export const account = z.object({
  id: z.string(),
  connectorId: z.string(),
  label: z.string(),
  kind: signInKind,
  state: accountState,
  /** What identifies the sign-in without revealing it: header names, user name, or the identity a server told. */
  identity: z.string().optional(),
  /** Why it is not connected: code, sentence, fix. */
  problem: z.object({ code: z.string(), message: z.string(), fix: z.string().optional() }).optional(),
  isDefault: z.boolean(),
  createdAt: z.number(),
  lastUsedAt: z.number().optional(),
});
export type Account = z.output<typeof account>;

export const connectorState = z.enum([
  'connected',
  'checking',
  'sign-in-needed',
  'not-reachable',
  'disconnected',
]);

export const health = z.object({
  state: connectorState,
  problem: z
    .object({ code: z.string(), message: z.string(), fix: z.string().optional(), at: z.number() })
    .optional(),
  lastListedAt: z.number().optional(),
  /** Milliseconds over the last 100 calls; absent before the first. */
  p50: z.number().optional(),
  p95: z.number().optional(),
});

export const connector = z.object({
  id: z.string(),
  projectId: z.string(),
  name: z.string(),
  /** Short, unique in the project, `[a-z0-9-]`: prefix of tool names at the gateway, name on the command line. */
  slug: z.string(),
  url: z.string(),
  host: z.string(),
  signIn: signInKind,
  transport: z.enum(['auto', 'streamable-http', 'http+sse']),
  icon: icon.optional(),
  health,
  counts: z
    .object({ tools: z.number(), resources: z.number(), resourceTemplates: z.number(), prompts: z.number() })
    .optional(),
  /** New and changed definitions waiting for review. */
  heldCount: z.number(),
  accounts: z.array(account),
  /** True when the address is private or loopback and only the administrator's list lets it through. */
  privateAddress: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
  lastUsedAt: z.number().optional(),
});
export type Connector = z.output<typeof connector>;

/** Something a person should know, though it was done: an unencrypted URL, a duplicate, detached accounts. */
export const connectorWarning = z.object({ code: z.string(), message: z.string() });
export type ConnectorWarning = z.output<typeof connectorWarning>;

/** What one tool of a catalogue may do and costs, for the person who asks. */
export const toolState = z.object({
  name: z.string(),
  group: toolGroup,
  permission,
  /** Where the permission comes from. */
  source: z.enum(['default', 'group', 'tool']),
  /** Cost of the definition in context tokens, estimated. */
  tokens: z.number(),
  held: z.enum(['new', 'changed']).optional(),
});
export type ToolState = z.output<typeof toolState>;

/** PEM of a private authority that the server is signed by; afterwards it is changed with the settings of the sign-in. */
const certificateAuthority = z.string().max(200_000);

const connectorParams = z.object({ connectorId: z.string() });
const accountParams = z.object({ connectorId: z.string(), accountId: z.string() });
const connectorName = z.string().trim().min(1).max(80);
const connectorUrl = z.string().trim().min(1).max(2048);

/** One step of the probe, streamed in place while the dialog waits. */
export const probeEvent = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('step'),
    step: z.string(),
    state: z.enum(['running', 'passed', 'failed']),
    line: z.string(),
  }),
  z.object({
    kind: z.literal('found'),
    found: z.object({
      url: z.string(),
      era: era.optional(),
      protocolVersion: z.string().optional(),
      transport: transport.optional(),
      signIn: signInKind.optional(),
      signInReason: z.string().optional(),
      serverName: z.string().optional(),
      suggestedName: z.string().optional(),
      icon: icon.optional(),
      counts: z
        .object({
          tools: z.number(),
          resources: z.number(),
          resourceTemplates: z.number(),
          prompts: z.number(),
        })
        .optional(),
      privateAddress: z.boolean(),
      /** Connectors of this project that already have this URL: allowed, said. */
      duplicates: z.array(z.object({ id: z.string(), name: z.string() })),
      warnings: z.array(connectorWarning),
    }),
  }),
  z.object({
    kind: z.literal('failed'),
    problem: z.object({ code: z.string(), message: z.string(), fix: z.string().optional() }),
  }),
]);
export type ProbeEvent = z.output<typeof probeEvent>;

export const connectorEndpoints = {
  list: defineEndpoint({
    id: 'connectors.list',
    method: 'GET',
    path: '/api/connectors',
    access: 'person',
    scope: 'read',
    summary: 'Connectors of the current project',
    query: z.object({ projectId: z.string().optional() }),
    response: z.object({ connectors: z.array(connector) }),
  }),
  probe: defineEndpoint({
    id: 'connectors.probe',
    method: 'POST',
    path: '/api/connectors/probe',
    access: 'person',
    scope: 'write',
    summary: 'Look at a URL before adding it; nothing is saved',
    body: z.object({
      url: connectorUrl,
      projectId: z.string().optional(),
      signIn: signInInput.optional(),
      certificateAuthority: certificateAuthority.optional(),
    }),
    response: probeEvent,
    answer: 'events',
  }),
  add: defineEndpoint({
    id: 'connectors.add',
    method: 'POST',
    path: '/api/connectors',
    access: 'person',
    scope: 'write',
    summary: 'Add a connector and its first account; lists its catalogue when the sign-in allows it',
    body: z.object({
      name: connectorName,
      url: connectorUrl,
      projectId: z.string().optional(),
      transport: z.enum(['auto', 'streamable-http', 'http+sse']).default('auto'),
      signIn: signInInput.default({ kind: 'none' }),
      accountLabel: z.string().trim().max(80).optional(),
      certificateAuthority: certificateAuthority.optional(),
    }),
    response: z.object({ connector, warnings: z.array(connectorWarning) }),
  }),
  get: defineEndpoint({
    id: 'connectors.get',
    method: 'GET',
    path: '/api/connectors/:connectorId',
    access: 'person',
    scope: 'read',
    summary: 'One connector',
    params: connectorParams,
    response: z.object({ connector }),
  }),
  edit: defineEndpoint({
    id: 'connectors.edit',
    method: 'PATCH',
    path: '/api/connectors/:connectorId',
    access: 'person',
    scope: 'write',
    summary: 'Change name, URL, transport or sign-in kind; a changed URL detaches the accounts',
    params: connectorParams,
    body: z.object({
      name: connectorName.optional(),
      url: connectorUrl.optional(),
      transport: z.enum(['auto', 'streamable-http', 'http+sse']).optional(),
      signIn: signInKind.optional(),
      /** Stable until it is changed here: gateway tool names and command lines depend on it. */
      slug: z.string().trim().optional(),
    }),
    response: z.object({ connector, warnings: z.array(connectorWarning) }),
  }),
  remove: defineEndpoint({
    id: 'connectors.remove',
    method: 'DELETE',
    path: '/api/connectors/:connectorId',
    access: 'person',
    scope: 'write',
    summary: 'Remove a connector with its accounts; needs no answer from the server',
    params: connectorParams,
    response: z.object({ removed: z.literal(true) }),
  }),
  catalogue: defineEndpoint({
    id: 'connectors.catalogue',
    method: 'GET',
    path: '/api/connectors/:connectorId/catalogue',
    access: 'person',
    scope: 'read',
    summary: 'Server description, tools with group, permission and cost, resources, templates, prompts',
    params: connectorParams,
    query: z.object({ accountId: z.string().optional() }),
    response: z.object({
      /** Absent until the first successful listing. */
      catalogue: catalogue.optional(),
      toolStates: z.array(toolState),
    }),
  }),
  refresh: defineEndpoint({
    id: 'connectors.refresh',
    method: 'POST',
    path: '/api/connectors/:connectorId/refresh',
    access: 'person',
    scope: 'write',
    summary: 'Connect again and list the catalogue now',
    params: connectorParams,
    body: z.object({ accountId: z.string().optional() }).optional(),
    response: z.object({ connector }),
  }),
  setPermission: defineEndpoint({
    id: 'connectors.set-permission',
    method: 'PUT',
    path: '/api/connectors/:connectorId/permissions',
    access: 'person',
    scope: 'write',
    summary: 'Always allow, Needs approval or Blocked, for a tool or a group; null goes back to the default',
    params: connectorParams,
    body: z.object({
      target: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('tool'), tool: z.string() }),
        z.object({ kind: z.literal('group'), group: callGroup }),
      ]),
      permission: permission.nullable(),
    }),
    response: z.object({ saved: z.literal(true) }),
  }),
  addAccount: defineEndpoint({
    id: 'accounts.add',
    method: 'POST',
    path: '/api/connectors/:connectorId/accounts',
    access: 'person',
    scope: 'write',
    summary: 'Add one more labelled account',
    params: connectorParams,
    body: z.object({ label: z.string().trim().min(1).max(80), signIn: signInInput }),
    response: z.object({ account }),
  }),
  editAccount: defineEndpoint({
    id: 'accounts.edit',
    method: 'PATCH',
    path: '/api/connectors/:connectorId/accounts/:accountId',
    access: 'person',
    scope: 'write',
    summary: 'Relabel, make default, or replace the sign-in',
    params: accountParams,
    body: z.object({
      label: z.string().trim().min(1).max(80).optional(),
      isDefault: z.literal(true).optional(),
      signIn: signInInput.optional(),
    }),
    response: z.object({ account }),
  }),
  disconnectAccount: defineEndpoint({
    id: 'accounts.disconnect',
    method: 'POST',
    path: '/api/connectors/:connectorId/accounts/:accountId/disconnect',
    access: 'person',
    scope: 'write',
    summary: 'Forget the secret, keep the account and its label',
    params: accountParams,
    response: z.object({ account }),
  }),
  connectAccount: defineEndpoint({
    id: 'accounts.connect',
    method: 'POST',
    path: '/api/connectors/:connectorId/accounts/:accountId/connect',
    access: 'person',
    scope: 'write',
    summary: 'Connect or reconnect an account with the sign-in it has',
    params: accountParams,
    response: z.object({ account }),
  }),
  removeAccount: defineEndpoint({
    id: 'accounts.remove',
    method: 'DELETE',
    path: '/api/connectors/:connectorId/accounts/:accountId',
    access: 'person',
    scope: 'write',
    summary: 'Remove an account and its secret',
    params: accountParams,
    response: z.object({ removed: z.literal(true) }),
  }),
};

export { serverDescription };
