// What is refused before anybody leaves for an authorization server (attack catalogue O03, O05, O15).
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { finishSignIn } from '#server/authorization/finish-sign-in.ts';
import { saveSettings } from '#server/authorization/save-settings.ts';
import { startSignIn } from '#server/authorization/start-sign-in.ts';
import { createLog } from '#server/platform/log.ts';
import { api } from '#shared/contract/api.ts';
import { authorizationSettingsInput } from '#shared/contract/authorization.ts';
import { addAccount, createBench } from '#test/authorization.ts';
import { startCauseway } from '#test/causeway.ts';
import { describeEachDatabase } from '#test/databases.ts';
import { startOAuthServer } from '#test/servers/oauth/start-oauth-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describeEachDatabase('before leaving', (open) => {
  test.each([
    [undefined, 'pkce_not_offered'],
    [[], 'pkce_not_offered'],
    [['plain'], 'pkce_plain_only'],
  ])(
    'O03: metadata that promises %j instead of S256 is refused, unless a person vouches for it',
    async (methods, code) => {
      const server = await startOAuthServer({
        metadata: { patch: { code_challenge_methods_supported: methods } },
      });
      closing.push(() => server.close());
      const { deps, account, session } = await createBench(await open(), { url: server.url });
      const start = () =>
        startSignIn(deps, { ...session, connectorId: account.connectorId, accountId: account.accountId });
      expect(await start()).toMatchObject({ kind: 'failed', problem: { code } });
      expect(await deps.db.selectFrom('authorization_attempt').selectAll().execute()).toEqual([]);
      expect(server.arrived.filter(({ path }) => path === '/register')).toEqual([]);
      await saveSettings(deps, account, authorizationSettingsInput.parse({ supportsPkceS256: true }));
      expect((await start()).kind).toBe('ready');
    },
  );

  test('O05: two connectors of one server have redirect addresses of their own; neither takes the answer of the other', async () => {
    const server = await startOAuthServer();
    closing.push(() => server.close());
    const database = await open();
    const bench = await createBench(database, { url: server.url });
    const other = await addAccount(database.db, server.url, bench.clock.now());
    const back = await bench.leave();
    expect(back.pathname).toBe(`/oauth/callback/${bench.account.connectorId}`);
    const finished = await finishSignIn(bench.deps, {
      ...bench.session,
      connectorId: other.connectorId,
      parameters: back.searchParams,
    });
    expect(finished).toMatchObject({ kind: 'failed', failure: { cause: 'state_not_known' } });
    expect(server.tokenRequests()).toBe(0);
  });
});

describe('O15: a secret in a pasted address', () => {
  const secret = 'CANARY7f3a9c1e5b';
  test('is refused in every dialog, and is nowhere afterwards: answers, log, activity, files', async () => {
    let log = '';
    const causeway = await startCauseway({
      log: createLog({ level: 'debug', destination: { write: (line) => (log += line) } }),
    });
    closing.push(() => causeway.close());
    const said: unknown[] = [];
    for (const url of [
      `https://user:${secret}@mcp.example.com/mcp`,
      `https://mcp.example.com/mcp?api_key=${secret}`,
      `http://127.0.0.1:9/mcp?token=${secret}`,
    ]) {
      const refused = await causeway
        .api(api.connectors.add, { body: { name: 'One', url } })
        .catch((error: unknown) => error);
      expect(refused).toMatchObject({ status: 422, field: 'body.url' });
      said.push(JSON.stringify(refused), String(refused));
      for await (const event of causeway.events(api.connectors.probe, { body: { url } })) said.push(event);
      for await (const step of causeway.events(api.connectionCheck.run, { body: { url } })) said.push(step);
    }
    const { connectors } = await causeway.api(api.connectors.list, {});
    expect(connectors).toEqual([]);
    said.push(await causeway.api(api.activity.list, { query: {} }));
    expect(JSON.stringify(said)).toContain('url_holds_secret');
    expect(JSON.stringify(said)).not.toContain(secret);
    expect(log).not.toContain(secret);
    for (const file of readdirSync(causeway.dataFolder, { recursive: true }).map(String)) {
      const path = join(causeway.dataFolder, file);
      if (statSync(path).isFile()) expect(readFileSync(path).includes(secret), file).toBe(false);
    }
  });
});
