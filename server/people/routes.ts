import { type Person, peopleEndpoints } from '#shared/contract/people.ts';
import type { Project } from '#shared/contract/projects.ts';
import { clientAddressOf } from '../platform/client-address.ts';
import { type Route, route } from '../platform/route.ts';
import { createAccessToken, listAccessTokens, revokeAccessToken, type TokenDeps } from './access-tokens.ts';
import type { AttemptLimit } from './attempt-limit.ts';
import { signInLinkRefused, signInRefused, tooManyAttempts } from './errors.ts';
import type { Identity } from './identity.ts';
import { addPerson, findPerson, hasCredential, listPeople } from './persons.ts';
import { setPassword } from './set-password.ts';
import { createSignInLink, useSignInLink } from './sign-in-links.ts';

export interface PeopleRouteDeps extends TokenDeps {
  identity: Identity;
  attempts: AttemptLimit;
  projectsOf: (personId: string) => Promise<Project[]>;
  install: { version: string; publicUrl: string; outboundAllow: string[]; passkeyOrigin: string };
  /** Told after somebody signed in, for the record. */
  onSignIn: (signIn: { personId: string; by: 'password' | 'link' }) => Promise<void>;
}

const minute = 60_000;

export function peopleRoutes(deps: PeopleRouteDeps): Route[] {
  return [...sessionRoutes(deps), ...signInRoutes(deps), ...administrationRoutes(deps), ...tokenRoutes(deps)];
}

function sessionRoutes(deps: PeopleRouteDeps): Route[] {
  return [
    route(peopleEndpoints.session, async ({ actor, request }) => {
      const person = actor && (await findPerson(deps, actor.personId));
      const answer = {
        ...(person === undefined ? {} : { person }),
        projects: person ? await deps.projectsOf(person.id) : [],
        needsCredential: person !== undefined && !(await hasCredential(deps, person.id)),
        install: {
          ...deps.install,
          loopbackAllowed: deps.install.outboundAllow.includes('loopback'),
        },
      };
      if (actor?.via !== 'session') return answer;
      // Opening the app is what keeps a session alive, so this is where its cookie is renewed.
      const { headers } = await deps.identity.api.getSession({
        headers: request.headers,
        returnHeaders: true,
      });
      return withCookies(answer, headers);
    }),
    route(peopleEndpoints.signOut, async ({ request }) => {
      const { headers } = await deps.identity.api.signOut({ headers: request.headers, returnHeaders: true });
      return withCookies({ signedOut: true }, headers);
    }),
    route(peopleEndpoints.setPassword, async ({ actor, body }) => {
      await limit(deps, `password ${actor.personId}`, 10);
      const person = await setPassword(deps, { ...body, personId: actor.personId });
      return openSession(deps, person);
    }),
  ];
}

function signInRoutes(deps: PeopleRouteDeps): Route[] {
  return [
    route(peopleEndpoints.signIn, async ({ body, request }) => {
      const email = body.email.trim().toLowerCase();
      await limit(deps, `sign-in from ${clientAddressOf(request)}`, 30);
      await limit(deps, `sign-in as ${email}`, 10);
      const row = await signInByPassword(deps.identity, email, body.password);
      const person = row && (await findPerson(deps, row.personId));
      if (!row || !person) throw signInRefused();
      await deps.onSignIn({ personId: person.id, by: 'password' });
      return withCookies({ person }, row.headers);
    }),
    route(peopleEndpoints.signInWithLink, async ({ body, request }) => {
      await limit(deps, `sign-in from ${clientAddressOf(request)}`, 30);
      const personId = await useSignInLink(deps, body.link);
      const person = personId === undefined ? undefined : await findPerson(deps, personId);
      if (person === undefined) throw signInLinkRefused();
      await deps.onSignIn({ personId: person.id, by: 'link' });
      return openSession(deps, person);
    }),
  ];
}

function administrationRoutes(deps: PeopleRouteDeps): Route[] {
  return [
    route(peopleEndpoints.list, async () => ({ people: await listPeople(deps) })),
    route(peopleEndpoints.add, async ({ body }) => {
      const person = await addPerson(deps, body);
      const link = await createSignInLink(deps, person.id);
      return { person, signInUrl: `${deps.install.publicUrl}/sign-in?link=${link}` };
    }),
  ];
}

function tokenRoutes(deps: PeopleRouteDeps): Route[] {
  return [
    route(peopleEndpoints.listTokens, async ({ actor }) => ({
      tokens: await listAccessTokens(deps, actor.personId),
    })),
    route(peopleEndpoints.createToken, ({ actor, body }) =>
      createAccessToken(deps, { ...body, personId: actor.personId }),
    ),
    route(peopleEndpoints.revokeToken, async ({ actor, params }) => {
      await revokeAccessToken(deps, { personId: actor.personId, tokenId: params.tokenId });
      return { revoked: true as const };
    }),
  ];
}

async function limit(deps: PeopleRouteDeps, key: string, most: number): Promise<void> {
  const { retryAfterSeconds } = await deps.attempts.take(key, { most, windowMilliseconds: minute });
  if (retryAfterSeconds > 0) throw tooManyAttempts(retryAfterSeconds);
}

/** better-auth hashes also for an unknown e-mail, so that the time says nothing. */
async function signInByPassword(
  identity: Identity,
  email: string,
  password: string,
): Promise<{ personId: string; headers: Headers } | undefined> {
  try {
    const { response, headers } = await identity.api.signInEmail({
      body: { email, password },
      returnHeaders: true,
    });
    return { personId: response.user.id, headers };
  } catch (error) {
    if (error instanceof Error && error.name === 'APIError') return undefined;
    throw error;
  }
}

/** A new session, with a new id, for a person who proved who they are. */
async function openSession(deps: PeopleRouteDeps, person: Person): Promise<Response> {
  const { headers } = await deps.identity.api.openSession({
    body: { personId: person.id },
    returnHeaders: true,
  });
  return withCookies({ person }, headers);
}

function withCookies(body: unknown, from: Headers): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const cookie of from.getSetCookie()) headers.append('set-cookie', cookie);
  return Response.json(body, { headers });
}
