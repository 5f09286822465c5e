// People, sessions and personal access tokens. Passkeys are better-auth's own endpoints, under /api/auth/passkey.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { project } from './projects.ts';

export const role = z.enum(['owner', 'administrator', 'member']);
export const person = z.object({ id: z.string(), name: z.string(), email: z.string(), role });
export type Person = z.output<typeof person>;

const password = z.string().min(10).max(128);
const email = z.email().max(254);

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
        /** The one origin where passkeys work: browsers accept none for an address such as 127.0.0.1. */
        passkeyOrigin: z.string(),
      }),
    }),
  }),
  signIn: defineEndpoint({
    id: 'people.sign-in',
    method: 'POST',
    path: '/api/sign-in',
    access: 'public',
    scope: 'session',
    summary: 'Sign in with e-mail and password; sets the session cookie',
    body: z.object({ email: z.string().max(254), password: z.string().max(128) }),
    response: z.object({ person }),
  }),
  signInWithLink: defineEndpoint({
    id: 'people.sign-in-with-link',
    method: 'POST',
    path: '/api/sign-in/link',
    access: 'public',
    scope: 'session',
    summary: 'Sign in with a single-use link; sets the session cookie',
    body: z.object({ link: z.string().max(200) }),
    response: z.object({ person }),
  }),
  signOut: defineEndpoint({
    id: 'people.sign-out',
    method: 'POST',
    path: '/api/sign-out',
    access: 'person',
    scope: 'session',
    summary: 'End this session on the server and forget its cookie',
    response: z.object({ signedOut: z.literal(true) }),
  }),
  setPassword: defineEndpoint({
    id: 'people.set-password',
    method: 'PUT',
    path: '/api/password',
    access: 'person',
    scope: 'session',
    summary: 'Set or change the password, and with it name and e-mail; ends the other sessions',
    body: z.object({
      password,
      /** Needed when there is a password already. */
      currentPassword: z.string().max(128).optional(),
      email: email.optional(),
      name: z.string().trim().min(1).max(80).optional(),
    }),
    response: z.object({ person }),
  }),
  list: defineEndpoint({
    id: 'people.list',
    method: 'GET',
    path: '/api/people',
    access: 'administrator',
    scope: 'session',
    summary: 'Everybody of this installation',
    response: z.object({ people: z.array(person) }),
  }),
  add: defineEndpoint({
    id: 'people.add',
    method: 'POST',
    path: '/api/people',
    access: 'administrator',
    scope: 'session',
    summary: 'Add a person; the answer holds the single-use sign-in link to hand over',
    body: z.object({
      name: z.string().trim().min(1).max(80),
      email,
      role: z.enum(['administrator', 'member']),
    }),
    response: z.object({ person, signInUrl: z.string() }),
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
