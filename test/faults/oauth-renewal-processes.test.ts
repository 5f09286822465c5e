// Two operating system processes on one database renew the same account: one refresh, the loser adopts.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createBench } from '#test/authorization.ts';
import { describeEachDatabase } from '#test/databases.ts';
import type { RenewingAnswer, RenewingRound, RenewingStart } from '#test/renewing-process.ts';
import { startOAuthServer } from '#test/servers/oauth/start-oauth-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function startProcess(start: RenewingStart) {
  const child: ChildProcess = fork(join(import.meta.dirname, '../renewing-process.ts'));
  closing.push(async () => {
    const gone = once(child, 'exit');
    child.disconnect();
    await gone;
  });
  const ask = async (message: RenewingStart | RenewingRound): Promise<string[]> => {
    const answered = once(child, 'message');
    child.send(message);
    const [answer] = (await answered) as [RenewingAnswer];
    if ('error' in answer) throw new Error(answer.error);
    return answer.authorizations;
  };
  await ask(start);
  return { pid: child.pid, ask };
}

describeEachDatabase('two processes', (open, dialect) => {
  const rounds = dialect === 'postgres' ? 50 : 20;
  test(`R08: ${rounds} expiries seen by two processes at once: one token call each, both go on with the same token`, {
    timeout: 120_000,
  }, async () => {
    const server = await startOAuthServer();
    closing.push(() => server.close());
    const database = await open();
    const bench = await createBench(database, { url: server.url });
    expect((await bench.signIn()).kind).toBe('signed-in');
    const { personId, projectId, connectorId, accountId, url } = bench.account;
    const start: RenewingStart = {
      location: database.location,
      key: { id: bench.key.id, hex: bench.key.key.toString('hex') },
      account: { personId, projectId, connectorId, accountId, url },
      now: bench.clock.now(),
    };
    const [one, two] = await Promise.all([startProcess(start), startProcess(start)]);
    expect(new Set([one.pid, two.pid, process.pid]).size).toBe(3);
    const seen = new Set<string>();
    for (let round = 1; round <= rounds; round += 1) {
      const message = { advance: 3600_000, callers: 25 };
      const answers = await Promise.all([one.ask(message), two.ask(message)]);
      const [token, ...others] = new Set(answers.flat());
      expect(others).toEqual([]);
      seen.add(token ?? '');
      expect(server.tokenRequests('refresh_token')).toBe(round);
    }
    expect(seen.size).toBe(rounds);
    expect(server.reuses()).toBe(0);
  });
});
