// Signing in by OAuth with everything around it, for tests of the feature alone: real servers, a real database.
import type { Kysely } from 'kysely';
import type { AccountsForAuthorization, OAuthAccount } from '#server/authorization/account-credentials.ts';
import { continueSignIn } from '#server/authorization/continue-sign-in.ts';
import {
  createAccountCredentials,
  type LiveAccountCredentials,
} from '#server/authorization/create-account-credentials.ts';
import { finishSignIn } from '#server/authorization/finish-sign-in.ts';
import type { RenewDeps } from '#server/authorization/renew-grant.ts';
import { startSignIn } from '#server/authorization/start-sign-in.ts';
import { createBus } from '#server/platform/bus.ts';
import type { Database } from '#server/platform/database.ts';
import { randomId } from '#server/platform/ids.ts';
import { silentLog } from '#server/platform/log.ts';
import { createVault, type Vault } from '#server/platform/vault.ts';
import { makeVaultKey, type VaultKey } from '#server/platform/vault-keys.ts';
import type { Tables } from '#server/storage/tables.ts';
import { loopbackFetch } from '#test/servers/oauth/run-check.ts';
import { followRedirect } from '#test/servers/oauth/start-oauth-server.ts';

export interface TestClock {
  now(): number;
  advance(milliseconds: number): void;
}

export function createTestClock(start = 1_900_000_000_000): TestClock {
  let at = start;
  return {
    now: () => at,
    advance: (milliseconds) => {
      at += milliseconds;
    },
  };
}

/** The vault of a process that holds this one key. */
export const vaultOf = (key: VaultKey): Vault => createVault([key], () => [key]);

/** What a process needs to renew sign-ins; accounts are told to nobody. */
export function renewDeps(input: {
  db: Kysely<Tables>;
  vault: Vault;
  clock: Pick<TestClock, 'now'>;
  accounts: AccountsForAuthorization;
  activity: RenewDeps['activity'];
}): RenewDeps {
  return {
    ...input,
    fetch: loopbackFetch,
    makeId: randomId,
    log: silentLog,
    bus: createBus(),
    publicUrl: 'http://127.0.0.1:7',
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  };
}

export interface Bench {
  /** Of its vault. */
  key: VaultKey;
  deps: RenewDeps & { credentials: LiveAccountCredentials };
  clock: TestClock;
  account: OAuthAccount;
  told: { signedIn: string[]; signInNeeded: { accountId: string; code: string }[] };
  activity: { summary?: string | undefined; problem?: string | undefined }[];
  session: { personId: string; sessionId: string };
  /** From *Connect* to the callback, as a browser goes. */
  signIn(account?: OAuthAccount): ReturnType<typeof finishSignIn>;
  /** Up to the address that the browser is sent back to, without opening it. */
  leave(account?: OAuthAccount): Promise<URL>;
  /** Another process on the same database: its own memory, the same rows. */
  another(database: Database<Tables>): LiveAccountCredentials;
}

export interface BenchOptions {
  url: string;
  clock?: TestClock;
  key?: VaultKey;
  over?: Partial<RenewDeps>;
}

export async function createBench(database: Database<Tables>, options: BenchOptions): Promise<Bench> {
  const clock = options.clock ?? createTestClock();
  const key = options.key ?? makeVaultKey();
  const accounts = new Map<string, OAuthAccount>();
  const account = await addAccount(database.db, options.url, clock.now());
  accounts.set(account.accountId, account);
  const told: Bench['told'] = { signedIn: [], signInNeeded: [] };
  const activity: Bench['activity'] = [];
  const forAuthorization: AccountsForAuthorization = {
    async find({ personId, connectorId, accountId }) {
      const found = [...accounts.values()].find(
        (one) => one.connectorId === connectorId && (accountId === undefined || one.accountId === accountId),
      );
      return found?.personId === personId ? found : undefined;
    },
    async signedIn({ accountId }) {
      told.signedIn.push(accountId);
    },
    async trustChanged() {},
    async signInNeeded({ accountId }, { code }) {
      told.signInNeeded.push({ accountId, code });
    },
  };
  const base = (db: Kysely<Tables>): RenewDeps => ({
    ...renewDeps({
      db,
      vault: vaultOf(key),
      clock,
      accounts: forAuthorization,
      activity: {
        async write(entry, end) {
          activity.push({ summary: entry.summary, problem: end.problem?.code });
          return { id: 'act', sequence: activity.length };
        },
      },
    }),
    ...options.over,
  });
  const deps = base(database.db);
  const credentials = createAccountCredentials(deps);
  const full = { ...deps, credentials };
  const session = { personId: account.personId, sessionId: 'ses_1' };
  const leave = async (who = account): Promise<URL> => {
    accounts.set(who.accountId, who);
    const { connectorId, accountId } = who;
    const started = await startSignIn(full, { ...session, connectorId, accountId });
    if (started.kind !== 'ready') throw new Error(`not ready: ${JSON.stringify(started)}`);
    const { authorizationUrl } = await continueSignIn(full, { ...session, attemptId: started.attemptId });
    const back = await followRedirect(authorizationUrl);
    if (!back) throw new Error('no redirect');
    return back;
  };
  return {
    key,
    deps: full,
    clock,
    account,
    told,
    activity,
    session,
    another: (other) => createAccountCredentials(base(other.db)),
    leave,
    async signIn(who = account) {
      const back = await leave(who);
      return finishSignIn(full, {
        ...session,
        connectorId: who.connectorId,
        parameters: back.searchParams,
      });
    },
  };
}

/** A person with a project, a connector and an account that signs in by OAuth. */
export async function addAccount(db: Kysely<Tables>, url: string, now: number): Promise<OAuthAccount> {
  const personId = randomId('per');
  const projectId = randomId('pro');
  const connectorId = randomId('con');
  const accountId = randomId('acc');
  const row = { person_id: personId, created_at: now };
  await db
    .insertInto('project')
    .values({ ...row, id: projectId, name: 'One', slug: projectId, is_default: 1 })
    .execute();
  await db
    .insertInto('connector')
    .values({
      ...row,
      id: connectorId,
      project_id: projectId,
      name: 'Harbour',
      slug: connectorId,
      url,
      sign_in: 'oauth',
      transport: 'auto',
      icon: null,
      era_verdict: null,
      health: '{}',
      updated_at: now,
      last_used_at: null,
    })
    .execute();
  await db
    .insertInto('connector_account')
    .values({
      ...row,
      id: accountId,
      project_id: projectId,
      connector_id: connectorId,
      label: 'Account',
      kind: 'oauth',
      state: 'sign-in-needed',
      identity: null,
      problem: null,
      secret: null,
      is_default: 1,
      last_used_at: null,
    })
    .execute();
  return { personId, projectId, connectorId, accountId, url, connectorName: 'Harbour', label: 'Account' };
}

/** Asks the MCP server as a connection would: once more after a renewal that worked. */
export async function callWith(credentials: LiveAccountCredentials, account: OAuthAccount): Promise<number> {
  const source = credentials.sourceFor(account);
  const send = async () => {
    const headers = await source.headers();
    const response = await fetch(account.url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    await response.text();
    return { headers, response };
  };
  const first = await send();
  const { status } = first.response;
  if (status !== 401 && status !== 403) return status;
  const again = await source.renew({
    headers: first.headers,
    challenge: first.response.headers.get('www-authenticate'),
    status,
  });
  return again ? (await send()).response.status : status;
}
