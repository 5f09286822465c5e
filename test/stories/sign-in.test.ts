// From the first start to a signed-in owner, and what lets people in and out afterwards.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSignInLink } from '#server/people/sign-in-links.ts';
import { api } from '#shared/contract/api.ts';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';

let causeway: TestCauseway;
let now = Date.now();
beforeAll(async () => {
  causeway = await startCauseway({ clock: { now: () => now } });
});
afterAll(() => causeway.close());

const newLink = (): Promise<string> => createSignInLink(causeway.causeway.parts, causeway.person.id);
const useLink = (link: string): Promise<Response> =>
  causeway.stranger.fetch('/api/sign-in/link', { method: 'POST', body: JSON.stringify({ link }) });

test('the owner signs in with the link of the first start and is asked for a password or passkey', async () => {
  const session = await causeway.api(api.people.session);
  expect(session.person).toMatchObject({ role: 'owner' });
  expect(session.needsCredential).toBe(true);
  expect(session.projects).toEqual([expect.objectContaining({ slug: 'default', isDefault: true })]);
  expect(session.install).toMatchObject({ publicUrl: causeway.url, loopbackAllowed: true });
  expect(session.install.passkeyOrigin).toBe(causeway.url.replace('127.0.0.1', 'localhost'));
});

test('the session cookie is not for scripts, not for other sites, and named after the port', async () => {
  const response = await useLink(await newLink());
  const [cookie = ''] = response.headers.getSetCookie();
  expect(cookie).toMatch(/; HttpOnly/i);
  expect(cookie).toMatch(/; SameSite=Lax/i);
  expect(cookie).toMatch(new RegExp(`^causeway-${new URL(causeway.url).port}\\.session_token=`));
});

test('W10: a sign-in link works once, also when many use it at the same moment', async () => {
  const link = await newLink();
  const answers = await Promise.all(Array.from({ length: 12 }, () => useLink(link)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(11).fill(401)]);
  expect((await useLink(link)).status).toBe(401);
  now += 61_000;
});

test('W10: a sign-in link ends after 24 hours, and with the next one', async () => {
  const old = await newLink();
  now += 24 * 3_600_000;
  expect((await useLink(old)).status).toBe(401);
  const replaced = await newLink();
  const fresh = await newLink();
  expect((await useLink(replaced)).status).toBe(401);
  expect((await useLink(fresh)).status).toBe(200);
});

test('the link is kept as a digest only', async () => {
  const link = await newLink();
  const rows = await causeway.causeway.parts.db.selectFrom('sign_in_link').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(link);
});

test('an access token works within its scopes, is kept as a digest, and ends when revoked or over', async () => {
  const { secret, token } = await causeway.api(api.people.createToken, {
    body: { name: 'reader', scopes: ['read'], expiresInDays: 1 },
  });
  expect(secret).toMatch(/^cwy_[\w-]{43}$/);
  expect(token.ending).toBe(secret.slice(-4));
  const program = causeway.withToken(secret);
  expect((await program.api(api.projects.list)).projects).toHaveLength(1);
  await expect(program.api(api.projects.create, { body: { name: 'x' } })).rejects.toMatchObject({
    status: 403,
    code: 'scope_missing',
  });
  await expect(program.api(api.people.listTokens)).rejects.toMatchObject({
    status: 403,
    code: 'session_needed',
  });
  const { tokens } = await causeway.api(api.people.listTokens);
  expect(tokens.find(({ id }) => id === token.id)?.lastUsedAt).toBe(now);
  const rows = await causeway.causeway.parts.db.selectFrom('access_token').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(secret);
  now += 86_400_000;
  await expect(program.api(api.projects.list)).rejects.toMatchObject({ status: 401 });
  now -= 86_400_000;
  await causeway.api(api.people.revokeToken, { params: { tokenId: token.id } });
  await expect(program.api(api.projects.list)).rejects.toMatchObject({ status: 401 });
});

test('a wrong token is not saved by a cookie', async () => {
  const response = await causeway.fetch('/api/projects', { headers: { authorization: 'Bearer cwy_wrong' } });
  expect(response.status).toBe(401);
});

test('signing out ends the session on the server', async () => {
  const response = await useLink(await newLink());
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const as = (path: string, init?: RequestInit): Promise<Response> =>
    causeway.stranger.fetch(path, { ...init, headers: { cookie } });
  expect((await as('/api/projects')).status).toBe(200);
  const out = await as('/api/sign-out', { method: 'POST', body: '{}' });
  expect(out.headers.getSetCookie()[0]).toMatch(/Max-Age=0/);
  expect((await as('/api/projects')).status).toBe(401);
});

test('a person that an administrator adds signs in by link, sets a password, and gets in with it', async () => {
  const anna = await causeway.addPerson('Anna');
  expect(anna.person).toMatchObject({ name: 'Anna', email: 'anna@example.com', role: 'member' });
  expect(anna.defaultProjectId).not.toBe(causeway.defaultProjectId);
  await expect(anna.api(api.people.list)).rejects.toMatchObject({
    status: 403,
    code: 'administrator_needed',
  });
  const link = await createSignInLink(causeway.causeway.parts, anna.person.id);
  const response = await anna.fetch('/api/password', {
    method: 'PUT',
    body: JSON.stringify({ password: 'a long enough one' }),
  });
  expect(response.status).toBe(200);
  // The old session ended with it, the browser that asked has a new one, and links are over.
  expect((await anna.fetch('/api/projects')).status).toBe(401);
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const session = await (await causeway.stranger.fetch('/api/session', { headers: { cookie } })).json();
  expect(session).toMatchObject({ person: { name: 'Anna' }, needsCredential: false });
  expect((await useLink(link)).status).toBe(401);
  const signedIn = await causeway.stranger.api(api.people.signIn, {
    body: { email: 'Anna@Example.com', password: 'a long enough one' },
  });
  expect(signedIn.person.id).toBe(anna.person.id);
  // Changing it needs the current one.
  const change = (currentPassword: string): Promise<Response> =>
    causeway.stranger.fetch('/api/password', {
      method: 'PUT',
      headers: { cookie },
      body: JSON.stringify({ password: 'another long one', currentPassword }),
    });
  expect((await change('wrong')).status).toBe(403);
  expect((await change('a long enough one')).status).toBe(200);
});

test('the owner needs an e-mail address for a password, and not one of somebody else', async () => {
  const set = (body: Record<string, string>): Promise<unknown> =>
    causeway.api(api.people.setPassword, { body: { password: 'long enough for all', ...body } });
  await expect(set({})).rejects.toMatchObject({ code: 'email_needed' });
  await expect(set({ email: 'anna@example.com' })).rejects.toMatchObject({ code: 'email_taken' });
  await expect(causeway.api(api.people.session)).resolves.toMatchObject({ needsCredential: true });
});

test('W11: guessing passwords ends after ten tries a minute for an account, with one answer for every failure', async () => {
  now += 120_000;
  const guess = (email: string): Promise<{ status: number; code: string }> =>
    causeway.stranger.api(api.people.signIn, { body: { email, password: 'wrong password' } }).then(
      () => ({ status: 200, code: '' }),
      ({ status, code }: { status: number; code: string }) => ({ status, code }),
    );
  const refused = { status: 401, code: 'sign_in_refused' };
  expect(await guess('nobody@example.com')).toEqual(refused);
  for (let tries = 0; tries < 10; tries += 1) expect(await guess('anna@example.com')).toEqual(refused);
  expect(await guess('ANNA@example.com ')).toEqual({ status: 429, code: 'too_many_attempts' });
  now += 61_000;
  expect(await guess('anna@example.com')).toEqual(refused);
});

test('the rest of the sign-in library is not reachable', async () => {
  for (const path of ['/api/auth/sign-up/email', '/api/auth/sign-in/email', '/api/auth/update-user']) {
    const response = await causeway.fetch(path, {
      method: 'POST',
      body: JSON.stringify({ email: 'x@example.com', password: 'long enough pw', name: 'x', role: 'owner' }),
    });
    expect(response.status, path).toBe(404);
  }
  const options = await causeway.fetch('/api/auth/passkey/generate-register-options');
  expect(options.status).toBe(200);
  expect(await options.json()).toMatchObject({ rp: { id: 'localhost', name: 'Causeway' } });
});
