// Accounts that stay signed in: what goes wrong between a token and its renewal.
import { afterEach, expect, test } from 'vitest';
import { readGrant } from '#server/authorization/grants.ts';
import { openDatabase } from '#server/platform/database.ts';
import type { Tables } from '#server/storage/tables.ts';
import { addAccount, type Bench, callWith, createBench } from '#test/authorization.ts';
import { describeEachDatabase, type OpenDatabase } from '#test/databases.ts';
import type { OAuthPlan } from '#test/servers/oauth/plan.ts';
import { type OAuthServer, startOAuthServer } from '#test/servers/oauth/start-oauth-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describeEachDatabase('renewal', (open: OpenDatabase, dialect) => {
  async function signedIn(
    plan: Partial<OAuthPlan> = {},
  ): Promise<Bench & { server: OAuthServer; db: Awaited<ReturnType<OpenDatabase>> }> {
    const server = await startOAuthServer(plan);
    closing.push(() => server.close());
    const db = await open();
    const bench = await createBench(db, { url: server.url });
    expect((await bench.signIn()).kind).toBe('signed-in');
    return { ...bench, server, db };
  }
  const refreshes = (server: OAuthServer) => server.tokenRequests('refresh_token');
  const fifty = <T>(make: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 50 }, make));

  test('R07: a 401 in mid-session with 50 callers makes exactly one refresh, and each caller is answered', async () => {
    const { server, deps, account } = await signedIn();
    server.expireAccessTokens();
    expect(new Set(await fifty(() => callWith(deps.credentials, account)))).toEqual(new Set([200]));
    expect(refreshes(server)).toBe(1);
    expect(server.reuses()).toBe(0);
  });

  test('R07: a second 401 on a renewed token asks for a new sign-in instead of going round', async () => {
    const { server, deps, account, told } = await signedIn();
    server.plan.rejectsTokens = true;
    for (let call = 0; call < 5; call += 1) await callWith(deps.credentials, account).catch(() => 0);
    expect(refreshes(server)).toBe(1);
    expect(told.signInNeeded).toEqual([{ accountId: account.accountId, code: 'token_rejected' }]);
  });

  test(`${dialect === 'sqlite' ? '1,000' : '100'} expiries with 50 concurrent callers: exactly one refresh each`, {
    timeout: 120_000,
  }, async () => {
    const rounds = dialect === 'sqlite' ? 1000 : 100;
    const { server, deps, account, clock } = await signedIn();
    const source = deps.credentials.sourceFor(account);
    for (let round = 1; round <= rounds; round += 1) {
      clock.advance(3600_000);
      const headers = await fifty(() => source.headers());
      expect(new Set(headers.map(({ authorization }) => authorization)).size).toBe(1);
      if (refreshes(server) !== round) expect(refreshes(server)).toBe(round);
    }
    expect(server.reuses()).toBe(0);
  });

  test('R08: two processes renew the same rotating token at once: one token call, the loser adopts', async () => {
    const { server, deps, account, clock, another, db } = await signedIn();
    const other = another(openSecond(db));
    for (let round = 1; round <= 20; round += 1) {
      clock.advance(3600_000);
      const sources = [deps.credentials.sourceFor(account), other.sourceFor(account)];
      const both = await Promise.all(
        sources.flatMap((source) => Array.from({ length: 5 }, () => source.headers())),
      );
      expect(new Set(both.map(({ authorization }) => authorization)).size).toBe(1);
      expect(refreshes(server)).toBe(round);
    }
    expect(server.reuses()).toBe(0);
  });

  test('R08: the holder of the lease died: the next one heals within 30 s', async () => {
    const { server, deps, account, clock, db } = await signedIn();
    clock.advance(3600_000);
    await db.db
      .updateTable('authorization_grant')
      .set({ lease_owner: 'dead', lease_until: clock.now() + 25_000 })
      .execute();
    let settled = false;
    const headers = deps.credentials
      .sourceFor(account)
      .headers()
      .finally(() => {
        settled = true;
      });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect([settled, refreshes(server)]).toEqual([false, 0]);
    clock.advance(25_001);
    expect((await headers).authorization).toMatch(/^Bearer /);
    expect(refreshes(server)).toBe(1);
  });

  test('R08: a late invalid_grant never deletes a newer sign-in', async () => {
    const { server, deps, account, clock, signIn, told } = await signedIn();
    let release = () => {};
    server.holdTokens(new Promise((resolve) => (release = resolve)));
    server.revokeAll();
    clock.advance(3600_000);
    const late = deps.credentials.sourceFor(account).headers();
    await until(() => refreshes(server) === 1);
    server.holdTokens(undefined);
    expect((await signIn()).kind).toBe('signed-in');
    const fresh = (await readGrant(deps, account))?.tokens?.access.reveal();
    release();
    expect((await late).authorization).toBe(`Bearer ${fresh}`);
    expect((await readGrant(deps, account))?.tokens?.access.reveal()).toBe(fresh);
    expect(told.signInNeeded).toEqual([]);
  });

  test('R09: a crash between the token answer and the commit asks for a new sign-in at once, without a loop', async () => {
    const { server, deps, account, clock, told, db } = await signedIn();
    const before = await db.db.selectFrom('authorization_grant').selectAll().executeTakeFirstOrThrow();
    clock.advance(3600_000);
    await deps.credentials.sourceFor(account).headers();
    // As if the process had died before saving: the row is the old one, the lease is still there.
    await db.db
      .updateTable('authorization_grant')
      .set({
        tokens: before.tokens,
        version: before.version,
        expires_at: before.expires_at,
        lease_owner: 'dead',
        lease_until: clock.now() - 1,
      })
      .execute();
    deps.credentials.changed(account.accountId);
    for (let call = 0; call < 3; call += 1)
      await expect(deps.credentials.sourceFor(account).headers()).rejects.toMatchObject({
        code: 'sign_in_needed',
      });
    expect(refreshes(server)).toBe(2);
    expect(told.signInNeeded).toEqual([{ accountId: account.accountId, code: 'sign_in_ended' }]);
    expect((await readGrant(deps, account))?.facts.client.clientId).toMatch(/^client-/);
  });

  test('R10: while the token endpoint is out of order a valid token is still used, and nothing is lost', async () => {
    const { server, deps, account, clock, told } = await signedIn();
    const source = deps.credentials.sourceFor(account);
    for (const broken of [
      { status: 500 },
      { status: 429, headers: { 'retry-after': '60' } },
      { socket: 'reset' as const },
    ]) {
      server.plan.refresh = broken;
      clock.advance(3200_000);
      const before = refreshes(server);
      expect((await source.headers()).authorization).toMatch(/^Bearer /);
      await until(() => refreshes(server) === before + 1);
      await until(async () => ((await readGrant(deps, account))?.retryAt ?? 0) > clock.now());
      // Within the back-off nobody asks again.
      await fifty(() => source.headers());
      expect(refreshes(server)).toBe(before + 1);
      delete server.plan.refresh;
      clock.advance(600_000);
      await source.headers();
      expect(refreshes(server)).toBe(before + 2);
    }
    expect(told.signInNeeded).toEqual([]);
  });

  test('R10: an ended token with the endpoint out of order is said as such, and heals by itself', async () => {
    const { server, deps, account, clock } = await signedIn();
    const source = deps.credentials.sourceFor(account);
    server.plan.refresh = { status: 503, headers: { 'retry-after': '30' } };
    clock.advance(3600_000);
    await expect(source.headers()).rejects.toMatchObject({ code: 'sign_in_server_unavailable', status: 503 });
    await expect(source.headers()).rejects.toMatchObject({ code: 'sign_in_server_unavailable' });
    expect(refreshes(server)).toBe(1);
    delete server.plan.refresh;
    clock.advance(31_000);
    expect((await source.headers()).authorization).toMatch(/^Bearer /);
  });

  test('R12: our clock stands wrong or jumps by an hour: at most one refresh, the call still works', async () => {
    const { server, deps, account, clock } = await signedIn();
    for (const jump of [10 * 60_000, -10 * 60_000, 3600_000, -3600_000, -3600_000]) {
      clock.advance(jump);
      const before = refreshes(server);
      expect(new Set(await fifty(() => callWith(deps.credentials, account)))).toEqual(new Set([200]));
      expect(refreshes(server) - before).toBeLessThanOrEqual(1);
    }
    const isRenewing = async () => (await readGrant(deps, account))?.leaseUntil !== undefined;
    await until(async () => !(await isRenewing()));
    // Set back to long before the token was issued, with the token ended at the server.
    clock.advance(-7200_000);
    server.expireAccessTokens();
    expect(new Set(await fifty(() => callWith(deps.credentials, account)))).toEqual(new Set([200]));
  });

  test('R12: a token is renewed before its end, not at it', async () => {
    const { server, deps, account, clock } = await signedIn({ lifetime: 100 });
    clock.advance(60_000);
    await deps.credentials.sourceFor(account).headers();
    expect(refreshes(server)).toBe(0);
    clock.advance(26_000);
    await deps.credentials.sourceFor(account).headers();
    await until(() => refreshes(server) === 1);
  });

  test('accounts that nobody uses are renewed in time', async () => {
    const { server, deps, clock } = await signedIn();
    expect(await deps.credentials.renewDue()).toBe(0);
    clock.advance(3400_000);
    expect(await deps.credentials.renewDue()).toBe(1);
    expect(await deps.credentials.renewDue()).toBe(0);
    expect(refreshes(server)).toBe(1);
  });

  test('the server forgot its registration: registered again once, and the next sign-in finds it ready', async () => {
    const { server, deps, account, clock, signIn } = await signedIn();
    server.forgetClients();
    clock.advance(3600_000);
    const registrations = () => server.arrived.filter(({ path }) => path === '/register').length;
    const before = registrations();
    expect((await deps.credentials.sourceFor(account).headers()).authorization).toMatch(/^Bearer /);
    expect(registrations()).toBe(before + 1);
    expect((await signIn()).kind).toBe('signed-in');
    expect(registrations()).toBe(before + 1);
  });

  test('a server without refresh tokens: the account asks for a sign-in when the token is refused', async () => {
    const { server, deps, account, told } = await signedIn({ givesRefreshToken: false });
    server.expireAccessTokens();
    expect(await callWith(deps.credentials, account)).toBe(401);
    expect(told.signInNeeded).toEqual([{ accountId: account.accountId, code: 'sign_in_ended' }]);
  });

  test('O09: the token goes only to the URL, connector and person it was given for', async () => {
    const { deps, account, server, db, clock } = await signedIn();
    const neighbour = await addAccount(db.db, account.url, clock.now());
    const elsewhere = [
      { ...account, url: `${server.mcp}/mcp2` },
      { ...account, url: 'https://other.example/mcp' },
      { ...account, connectorId: neighbour.connectorId },
      { ...account, personId: neighbour.personId },
    ];
    await deps.credentials.sourceFor(account).headers();
    for (const key of elsewhere)
      await expect(deps.credentials.sourceFor(key).headers()).rejects.toMatchObject({
        code: 'sign_in_needed',
      });
  });

  test('forgetting revokes refresh and access token at the server and wipes the row', async () => {
    const { deps, account, server } = await signedIn();
    await deps.credentials.forget(account, { revoke: true });
    expect(server.arrived.filter(({ path }) => path === '/revoke')).toHaveLength(2);
    expect(await readGrant(deps, account)).toBeUndefined();
    await expect(deps.credentials.sourceFor(account).headers()).rejects.toMatchObject({
      code: 'sign_in_needed',
    });
  });

  function openSecond(db: Awaited<ReturnType<OpenDatabase>>) {
    const second = openDatabase<Tables>(db.location);
    closing.push(() => second.close());
    return second;
  }
});

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + 5000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`never happened: ${check}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
