// People, sessions, projects and personal access tokens. Sign-in itself is better-auth's, under /api/auth.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

export const role = z.enum(['owner', 'administrator', 'member']);
export const person = z.object({ id: z.string(), name: z.string(), email: z.string(), role });
export type Person = z.output<typeof person>;

export const project = z.object({
  id: z.string(),
  name: z.string(),
  slug: z.string(),
  isDefault: z.boolean(),
});
export type Project = z.output<typeof project>;

export const accessToken = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.enum(['read', 'write', 'call'])),
  createdAt: z.number(),
  expiresAt: z.number().optional(),
  lastUsedAt: z.number().optional(),
  /** Last four characters, to tell them apart. */
  ending: z.string(),
});

export const peopleEndpoints = {
  session: defineEndpoint({
    id: 'people.session',
    method: 'GET',
    path: '/api/session',
    access: 'public',
    scope: 'read',
    summary: 'Who is signed in, and what the client needs to draw its frame',
    response: z.object({
      person: person.optional(),
      projects: z.array(project),
      /** Whether the person still signs in by the one-time link only: ask for a password or passkey. */
      needsCredential: z.boolean(),
      install: z.object({
        version: z.string(),
        publicUrl: z.string(),
        loopbackAllowed: z.boolean(),
        outboundAllow: z.array(z.string()),
      }),
    }),
  }),
  listTokens: defineEndpoint({
    id: 'tokens.list',
    method: 'GET',
    path: '/api/tokens',
    access: 'person',
    scope: 'session',
    summary: 'Personal access tokens',
    response: z.object({ tokens: z.array(accessToken) }),
  }),
  createToken: defineEndpoint({
    id: 'tokens.create',
    method: 'POST',
    path: '/api/tokens',
    access: 'person',
    scope: 'session',
    summary: 'Create a personal access token; the answer is the only time it is shown',
    body: z.object({
      name: z.string().trim().min(1).max(80),
      scopes: z.array(z.enum(['read', 'write', 'call'])).min(1),
      expiresInDays: z.number().int().min(1).max(365).optional(),
    }),
    response: z.object({ token: accessToken, secret: z.string() }),
  }),
  revokeToken: defineEndpoint({
    id: 'tokens.revoke',
    method: 'DELETE',
    path: '/api/tokens/:tokenId',
    access: 'person',
    scope: 'session',
    summary: 'Revoke a token at once',
    params: z.object({ tokenId: z.string() }),
    response: z.object({ revoked: z.literal(true) }),
  }),
};
