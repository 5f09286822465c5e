// 1,000 expiries with 50 concurrent callers, on SQLite and on PostgreSQL: exactly one refresh each, and how long it takes.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DatabaseLocation, migrate, openDatabase } from '#server/platform/database.ts';
import { migrations } from '#server/storage/migrations.ts';
import type { Tables } from '#server/storage/tables.ts';
import { createBench } from '#test/authorization.ts';
import { startOAuthServer } from '#test/servers/oauth/start-oauth-server.ts';
import { startPostgres } from '#test/start-postgres.ts';

const expiries = 1000;
const callers = 50;

async function measure(name: 'sqlite' | 'postgres', location: DatabaseLocation): Promise<boolean> {
  const database = openDatabase<Tables>(location);
  await migrate(database, migrations(name));
  const server = await startOAuthServer();
  const { account, clock, deps, signIn } = await createBench(database, { url: server.url });
  await signIn();
  const source = deps.credentials.sourceFor(account);
  let exact = 0;
  const began = performance.now();
  for (let round = 1; round <= expiries; round += 1) {
    clock.advance(3600_000);
    const all = await Promise.all(Array.from({ length: callers }, () => source.headers()));
    const same = new Set(all.map(({ authorization }) => authorization)).size === 1;
    if (same && server.tokenRequests('refresh_token') === round) exact += 1;
  }
  const each = (performance.now() - began) / expiries;
  const refreshes = server.tokenRequests('refresh_token');
  console.log(
    `${name.padEnd(9)} ${expiries} expiries × ${callers} callers: ${refreshes} refreshes, ${exact} rounds with exactly one, ` +
      `${server.reuses()} reused refresh tokens, ${each.toFixed(1)} ms a round`,
  );
  await server.close();
  await database.close();
  return exact === expiries && refreshes === expiries && server.reuses() === 0;
}

const folder = mkdtempSync(join(tmpdir(), 'causeway-renewals-'));
const postgres = await startPostgres({ durable: false });
const good = [
  await measure('sqlite', { file: join(folder, 'causeway.db') }),
  await measure('postgres', { url: postgres.url }),
];
await postgres.stop();
rmSync(folder, { recursive: true, force: true });
process.exit(good.every(Boolean) ? 0 : 1);
