// Hostile authorization servers and stolen answers against our sign-in (attack catalogue, group O; T05).
import { afterEach, describe, expect, test } from 'vitest';
import { whyEndpointIsRefused } from '#server/authorization/addresses.ts';
import { readChallenges } from '#server/authorization/challenge.ts';
import { continueSignIn } from '#server/authorization/continue-sign-in.ts';
import { finishSignIn } from '#server/authorization/finish-sign-in.ts';
import { readGrant } from '#server/authorization/grants.ts';
import { readAttempt } from '#server/authorization/read-sign-in.ts';
import { startSignIn } from '#server/authorization/start-sign-in.ts';
import { buildAuthorizationUrl } from '#server/authorization/steps/build-authorization-url.ts';
import { readTokenAnswer } from '#server/authorization/steps/read-token-answer.ts';
import { keptRegistrations } from '#server/authorization/store.ts';
import { type Bench, callWith, createBench } from '#test/authorization.ts';
import { describeEachDatabase, type OpenDatabase } from '#test/databases.ts';
import type { OAuthPlan } from '#test/servers/oauth/plan.ts';
import {
  followRedirect,
  type OAuthServer,
  startOAuthServer,
} from '#test/servers/oauth/start-oauth-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

interface Stage extends Bench {
  server: OAuthServer;
  start(): ReturnType<typeof startSignIn>;
  /** Up to the address the browser is sent back to, without opening it. */
  leave(): Promise<URL>;
  finish(back: URL, over?: Partial<Parameters<typeof finishSignIn>[1]>): ReturnType<typeof finishSignIn>;
}

async function stage(open: OpenDatabase, plan: Partial<OAuthPlan> = {}): Promise<Stage> {
  const server = await startOAuthServer(plan);
  closing.push(() => server.close());
  const bench = await createBench(await open(), { url: server.url });
  const { session, account, deps } = bench;
  const { connectorId, accountId } = account;
  const start = () => startSignIn(deps, { ...session, connectorId, accountId });
  return {
    ...bench,
    server,
    start,
    async leave() {
      const ready = await start();
      if (ready.kind !== 'ready') throw new Error(JSON.stringify(ready));
      const { authorizationUrl } = await continueSignIn(deps, { ...session, attemptId: ready.attemptId });
      const back = await followRedirect(authorizationUrl);
      if (!back) throw new Error('no redirect');
      return back;
    },
    finish: (back, over = {}) =>
      finishSignIn(deps, { ...session, connectorId, parameters: back.searchParams, ...over }),
  };
}

describeEachDatabase('the answer of an authorization server', (open) => {
  const causeOf = (finished: Awaited<ReturnType<typeof finishSignIn>>) =>
    finished.kind === 'failed' ? finished.failure.cause : finished.kind;

  test('O01: state missing, altered, twice, of another connector, session or person: refused before any token call', async () => {
    const at = await stage(open);
    const back = await at.leave();
    const changed = (change: (p: URLSearchParams) => void) => {
      const url = new URL(back);
      change(url.searchParams);
      return url;
    };
    const state = back.searchParams.get('state') ?? '';
    expect(causeOf(await at.finish(changed((p) => p.delete('state'))))).toBe('state_not_known');
    expect(causeOf(await at.finish(changed((p) => p.set('state', `${state}x`))))).toBe('state_not_known');
    expect(causeOf(await at.finish(changed((p) => p.append('state', state))))).toBe('state_not_known');
    expect(causeOf(await at.finish(back, { connectorId: 'con_other' }))).toBe('state_not_known');
    expect(causeOf(await at.finish(back, { sessionId: 'ses_2' }))).toBe('other_session');
    expect(causeOf(await at.finish(back, { personId: 'per_other' }))).toBe('other_session');
    expect(at.server.tokenRequests()).toBe(0);
    // None of that used it up.
    expect(causeOf(await at.finish(back))).toBe('signed-in');
  });

  test('O01: an answer is used once, also when it comes twice at the same time', async () => {
    const at = await stage(open);
    const back = await at.leave();
    const all = await Promise.all(Array.from({ length: 8 }, () => at.finish(back)));
    expect(all.filter(({ kind }) => kind === 'signed-in')).toHaveLength(1);
    expect(causeOf(await at.finish(back))).toBe('state_not_known');
    expect(at.server.tokenRequests()).toBe(1);
  });

  test('O01: after ten minutes the answer is too late', async () => {
    const at = await stage(open);
    const back = await at.leave();
    at.clock.advance(10 * 60_000 + 1);
    expect(causeOf(await at.finish(back))).toBe('state_expired');
    expect(at.server.tokenRequests()).toBe(0);
  });

  test('O01, T05: a sign-in is continued once, by the session and person that started it', async () => {
    const at = await stage(open);
    const ready = await at.start();
    if (ready.kind !== 'ready') throw new Error('not ready');
    const { attemptId } = ready;
    const { personId, sessionId } = at.session;
    await expect(continueSignIn(at.deps, { personId, sessionId: 'ses_2', attemptId })).rejects.toMatchObject({
      status: 404,
    });
    await expect(continueSignIn(at.deps, { personId: 'per_2', sessionId, attemptId })).rejects.toMatchObject({
      status: 404,
    });
    await expect(readAttempt(at.deps, { personId: 'per_2', attemptId })).rejects.toMatchObject({
      status: 404,
    });
    await continueSignIn(at.deps, { personId, sessionId, attemptId });
    await expect(continueSignIn(at.deps, { personId, sessionId, attemptId })).rejects.toMatchObject({
      status: 409,
    });
  });

  test('O01: the state is kept as a digest and the verifier sealed', async () => {
    const at = await stage(open);
    const back = await at.leave();
    const rows = JSON.stringify(await at.deps.db.selectFrom('authorization_attempt').selectAll().execute());
    expect(rows).not.toContain(back.searchParams.get('state'));
    const finished = await at.finish(back);
    const verifier =
      at.server.arrived.find(({ path }) => path === '/token')?.parameters.code_verifier ?? 'none';
    expect(rows).not.toContain(verifier);
    expect(causeOf(finished)).toBe('signed-in');
  });

  test('O04: wrong, missing or unexpected iss in every spelling: the code goes nowhere', async () => {
    for (const spelled of [
      () => 'https://evil.example',
      () => null,
      (issuer: string) => `${issuer}/`,
      (issuer: string) => issuer.replace('http:', 'HTTP:'),
      (issuer: string) => issuer.replace('127.0.0.1', '127.0.0.01'),
      (issuer: string) => issuer.replace('127', '%3127'),
    ]) {
      const at = await stage(open, { authorize: { iss: ({ issuer }) => spelled(issuer) } });
      expect(causeOf(await at.finish(await at.leave()))).toMatch(/^issuer_(wrong|missing)_in_answer$/);
      expect(at.server.tokenRequests()).toBe(0);
    }
    const silent = await stage(open, {
      authorize: { iss: 'https://evil.example' },
      metadata: { patch: { authorization_response_iss_parameter_supported: false } },
    });
    expect(causeOf(await silent.finish(await silent.leave()))).toBe('issuer_wrong_in_answer');
    expect(silent.server.tokenRequests()).toBe(0);
  });

  test('O04: the words of an error under a wrong iss are never shown', async () => {
    const error = {
      error: 'access_denied',
      error_description: 'Call 555-EVIL now',
      error_uri: 'https://evil.example/',
    };
    const at = await stage(open, { authorize: { iss: 'https://evil.example', error } });
    const finished = await at.finish(await at.leave());
    const told = JSON.stringify([
      finished,
      at.activity,
      await at.deps.db.selectFrom('authorization_attempt').select('story').execute(),
    ]);
    expect(told).not.toMatch(/EVIL|evil\.example\//);
  });

  test('O04: an evil server that copies an honest authorization endpoint gets no code of it', async () => {
    const honest = await startOAuthServer();
    closing.push(() => honest.close());
    const at = await stage(open, {
      metadata: { patch: { authorization_endpoint: `${honest.issuer}/authorize` } },
    });
    expect(causeOf(await at.finish(await at.leave()))).toBe('issuer_wrong_in_answer');
    expect(at.server.tokenRequests()).toBe(0);
  });

  test('O05: the redirect address belongs to one connector, and another connector cannot take its answer', async () => {
    const at = await stage(open);
    const back = await at.leave();
    expect(back.pathname).toBe(`/oauth/callback/${at.account.connectorId}`);
  });

  test('O09: resource is sent in authorize, token and refresh, byte by byte', async () => {
    const at = await stage(open);
    await at.finish(await at.leave());
    at.clock.advance(3600_000);
    await at.deps.credentials.sourceFor(at.account).headers();
    const sent = at.server.arrived.filter(({ path }) => path === '/authorize' || path === '/token');
    expect(sent.map(({ parameters }) => parameters.resource)).toEqual([
      at.server.url,
      at.server.url,
      at.server.url,
    ]);
  });

  test('O09: a missing resource is bound to the exact URL; a parent covers it, and the token stays with the URL', async () => {
    const missing = await stage(open, { resource: { patch: { resource: undefined } } });
    await missing.finish(await missing.leave());
    expect((await readGrant(missing.deps, missing.account))?.facts.resource).toBe(missing.server.url);
    const parent = await stage(open, { resource: ({ mcp }) => ({ patch: { resource: mcp } }) });
    await parent.finish(await parent.leave());
    await expect(
      parent.deps.credentials.sourceFor({ ...parent.account, url: `${parent.server.mcp}/other` }).headers(),
    ).rejects.toMatchObject({ code: 'sign_in_needed' });
  });

  test('O13: 403 for scopes for ever: at most two sign-ins for more, each showing only what is added', async () => {
    const at = await stage(open, { demands: 'one' });
    await at.finish(await at.leave());
    const shown: string[][] = [];
    let code = '';
    for (let round = 0; round < 6; round += 1) {
      at.server.plan.demands = `grow-${round}`;
      code = await callWith(at.deps.credentials, at.account).then(
        String,
        (error: { code: string }) => error.code,
      );
      if (code !== 'scope_missing') break;
      const ready = await at.start();
      if (ready.kind !== 'ready') break;
      shown.push(ready.added.map(({ scope }) => scope));
      expect(ready.isStepUp).toBe(true);
      at.clock.advance(1000);
      const { authorizationUrl } = await continueSignIn(at.deps, {
        ...at.session,
        attemptId: ready.attemptId,
      });
      await at.finish((await followRedirect(authorizationUrl)) as URL);
    }
    expect(shown).toEqual([['grow-0'], ['grow-1']]);
    expect(code).toBe('scope_loop');
  });

  test('O13: the same scope asked for again after it was asked for ends at once', async () => {
    const at = await stage(open, { demands: 'admin never', grantsAll: false });
    await at.finish(await at.leave());
    const tryCall = () =>
      callWith(at.deps.credentials, at.account).then(String, (error: { code: string }) => error.code);
    expect(await tryCall()).toBe('scope_missing');
    await at.finish(await at.leave());
    expect(await tryCall()).toBe('scope_loop');
    expect(at.server.tokenRequests('authorization_code')).toBe(2);
  });

  test('O12: an expired client secret is registered anew, and granted scopes are what the server says', async () => {
    const at = await stage(open, { tokenPatch: { scope: 'read extra' } });
    await at.finish(await at.leave());
    expect((await readGrant(at.deps, at.account))?.facts.scopes).toEqual(['read', 'extra']);
    await at.deps.db
      .updateTable('authorization_client')
      .set({ secret_expires_at: at.clock.now() - 1 })
      .execute();
    const kept = keptRegistrations(at.deps, at.account, () => at.clock.now());
    expect(
      await kept.find(at.server.issuer, `http://127.0.0.1:7/oauth/callback/${at.account.connectorId}`),
    ).toBeUndefined();
    await at.finish(await at.leave());
    expect(at.server.arrived.filter(({ path }) => path === '/register')).toHaveLength(2);
  });

  test('a registration is never shown to another authorization server', async () => {
    const at = await stage(open);
    await at.finish(await at.leave());
    const first = at.server.arrived.find(({ path }) => path === '/authorize')?.parameters.client_id;
    const other = await startOAuthServer();
    closing.push(() => other.close());
    at.server.plan.resource = { patch: { authorization_servers: [other.issuer] } };
    const ready = await at.start();
    if (ready.kind !== 'ready') throw new Error(JSON.stringify(ready));
    expect(ready.issuer).toBe(other.issuer);
    expect(ready.notes.join(' ')).toContain(at.server.issuer);
    const { authorizationUrl } = await continueSignIn(at.deps, { ...at.session, attemptId: ready.attemptId });
    expect(new URL(authorizationUrl).searchParams.get('client_id')).not.toBe(first);
  });

  test('O07: what may be an impersonation is refused before anybody leaves, and kept in the activity', async () => {
    for (const patch of [
      { authorization_endpoint: 'javascript:alert(1)' },
      { issuer: 'https://honest.example' },
    ]) {
      const at = await stage(open, { metadata: { patch } });
      expect((await at.start()).kind).toBe('failed');
      expect(at.activity.map(({ problem }) => problem)).toEqual([
        'issuer' in patch ? 'issuer_mismatch' : 'endpoint_not_allowed',
      ]);
      expect(await at.deps.db.selectFrom('authorization_attempt').selectAll().execute()).toEqual([]);
    }
  });

  test('O14: an error description with markup, direction marks and 10 KB becomes one short plain line', async () => {
    const description = `<img src=x onerror=alert(1)>\u202Egnp.exe\r\n${'A'.repeat(10_000)}`;
    const at = await stage(open, {
      authorize: { error: { error: 'access_denied', error_description: description } },
    });
    const finished = await at.finish(await at.leave());
    if (finished.kind !== 'failed') throw new Error('signed in');
    expect(finished.failure.message.length).toBeLessThan(500);
    expect(finished.failure.message).not.toMatch(/[<>\u202e\r\n]/);
  });
});

describe('pure guards', () => {
  test('O03: verifier of at least 43 characters, S256, fresh each time; each of our parameters exactly once', async () => {
    const seen = new Set<string>();
    for (let round = 0; round < 5; round += 1) {
      const made = await buildAuthorizationUrl({
        authorizationEndpoint:
          'https://login.example/authorize?client_id=evil&state=evil&code_challenge_method=plain&keep=1',
        clientId: 'ours',
        redirectUri: 'https://causeway.example/oauth/callback/con_1',
        scopes: ['a', 'b'],
        resource: 'https://mcp.example/mcp',
      });
      if (made.state !== 'passed') throw new Error('failed');
      const { searchParams } = new URL(made.value.url);
      expect(made.value.verifier.length).toBeGreaterThanOrEqual(43);
      seen.add(made.value.verifier).add(made.value.state);
      expect(searchParams.getAll('client_id')).toEqual(['ours']);
      expect(searchParams.getAll('state')).toEqual([made.value.state]);
      expect(searchParams.getAll('code_challenge_method')).toEqual(['S256']);
      expect(searchParams.get('keep')).toBe('1');
    }
    expect(seen.size).toBe(10);
  });

  test('O07: anything but https, or http on this machine, is refused before any navigation', async () => {
    const refused = [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      'blob:https://x/1',
      'custom://x',
      'http://login.example.com/authorize',
      'https://login.example.com/a\nb',
      'https://login.example.com\\@evil.example/',
      ' https://login.example.com/',
      'https://user:pw@login.example.com/',
      'https://login.example.com/#fragment',
      `https://login.example.com/${'a'.repeat(5000)}`,
      '',
      7,
      null,
    ];
    for (const url of refused) expect(whyEndpointIsRefused(url), String(url)).toBeDefined();
    for (const url of [
      'https://login.example.com/authorize?x=1',
      'http://127.0.0.1:3000/authorize',
      'http://localhost/a',
    ])
      expect(whyEndpointIsRefused(url)).toBeUndefined();
    const made = await buildAuthorizationUrl({
      authorizationEndpoint: 'javascript:alert(1)',
      clientId: 'ours',
      redirectUri: 'https://causeway.example/cb',
      scopes: [],
      resource: undefined,
    });
    expect(made.state).toBe('failed');
  });

  test('O12: every odd token answer is handled, and no character of it can leave a header', () => {
    const question = { issuer: 'https://login.example', clientId: 'c', asked: 'code', dpop: 'no' } as const;
    const read = (body: unknown, status = 200) =>
      readTokenAnswer(
        { status, headers: new Headers(), text: typeof body === 'string' ? body : JSON.stringify(body) },
        question,
      );
    const good = { access_token: 'abc', token_type: 'Bearer' };
    const lifetimes: [unknown, number | undefined][] = [
      [-1, undefined],
      [0, undefined],
      [1e300, undefined],
      ['3600', 3600],
      ['NaN', undefined],
      [null, undefined],
      [{}, undefined],
      [60.5, 60.5],
    ];
    for (const [expires_in, expected] of lifetimes) {
      const result = read({ ...good, expires_in });
      expect(result.state === 'passed' && result.value.expiresIn).toBe(expected);
    }
    for (const access_token of ['', 'a b', 'a\r\nX: y', 'ü', 'a'.repeat(20_000), 5, null, ['a']])
      expect(read({ ...good, access_token }).state).toBe('failed');
    expect(read(`{"access_token":"${'a'.repeat(5_000_000)}"}`).state).toBe('failed');
    expect(read({ access_token: 'abc' }).state).toBe('passed');
    expect(read({ ...good, token_type: 'mac' }).state).toBe('failed');
    expect(read({ ...good, token_type: 'DPoP' }).state).toBe('failed');
    expect(read({ error: 'invalid_grant' }).state).toBe('failed');
    expect(read('<html></html>').state).toBe('failed');
    expect(read('[]').state).toBe('failed');
    const odd = read({ ...good, refresh_token: 'a\nb', scope: 'ok "bad" \u0000 ok2' });
    expect(odd.state === 'passed' && [odd.value.refreshToken, odd.value.scopes]).toEqual([
      undefined,
      ['ok', 'ok2'],
    ]);
  });

  test('O13: WWW-Authenticate of any kind is read in 5 ms, and what is ambiguous is refused', () => {
    const hostile = [
      `Bearer ${'a="b", '.repeat(9000)}`,
      `Bearer ${'x '.repeat(4000)}`,
      `Bearer realm="${'\\"'.repeat(4000)}`,
      ', '.repeat(4000),
      `${'Basic '.repeat(1300)}`,
      `Bearer a="${'\\\\'.repeat(3900)}"`,
    ];
    for (const header of hostile) {
      readChallenges(header);
      const started = performance.now();
      readChallenges(header);
      expect(performance.now() - started).toBeLessThan(5);
    }
    const place = (reading: ReturnType<typeof readChallenges>) =>
      reading.state === 'read' ? reading.bearer?.parameters.resource_metadata : reading.state;
    expect(place(readChallenges('Basic realm="a, Bearer b=c", Bearer resource_metadata="https://x/y"'))).toBe(
      'https://x/y',
    );
    expect(
      place(readChallenges('Negotiate abc==, Bearer scope="a b", resource_metadata="https://x/y"')),
    ).toBe('https://x/y');
    expect(
      place(readChallenges('Bearer resource_metadata="https://x/1", resource_metadata="https://x/2"')),
    ).toBe('not-readable');
    expect(
      place(readChallenges('Bearer resource_metadata="https://x/1", Bearer resource_metadata="https://x/2"')),
    ).toBe('not-readable');
    expect(place(readChallenges(`Bearer realm="${'a'.repeat(9000)}"`))).toBe('not-readable');
    expect(place(readChallenges(null))).toBe('none');
  });
});
