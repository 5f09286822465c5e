// How much the durable record costs: calls that are recorded (begin durable, call, end) against the same calls on the
// same store without a record. `npm run bench activity`, or run this file; `--seconds N` and `--postgres`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createActivity } from '#server/activity/create-activity.ts';
import type { NewActivity } from '#server/activity/record.ts';
import { createBus } from '#server/platform/bus.ts';
import { systemClock } from '#server/platform/clock.ts';
import { type DatabaseLocation, migrate, openDatabase } from '#server/platform/database.ts';
import { randomId } from '#server/platform/ids.ts';
import { migrations } from '#server/storage/migrations.ts';
import type { Tables } from '#server/storage/tables.ts';
import { startPostgres } from '#test/start-postgres.ts';

const seconds = Number(argument('--seconds') ?? 3);
const entry: NewActivity = {
  kind: 'tool-call',
  personId: 'per_ann',
  projectId: 'prj_default',
  door: 'gateway',
  client: 'a client',
  connectorId: 'con_harbour',
  accountId: 'acc_main',
  subject: 'list_ships',
  argumentsDigest: 'a'.repeat(64),
  arguments: { harbour: 'north', limit: 20, note: 'all that arrive today' },
  decision: 'allow',
  decidedBy: { layer: 'permission', sentence: 'This tool is always allowed.' },
};

interface Row {
  store: string;
  callers: number;
  bare: number;
  begins: number;
  calls: number;
  p50: number;
  p99: number;
  loopP99: number;
}
const rows: Row[] = [];

function argument(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

/** Runs `callers` loops at once; answers calls a second and each call's milliseconds. */
async function measure(
  callers: number,
  call: () => Promise<unknown>,
): Promise<{ rate: number; times: number[] }> {
  const times: number[] = [];
  const from = performance.now();
  const until = from + seconds * 1000;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let now = performance.now(); now < until; ) {
        await call();
        const then = performance.now();
        times.push(then - now);
        now = then;
      }
    }),
  );
  return { rate: (times.length * 1000) / (performance.now() - from), times: times.sort((a, b) => a - b) };
}

async function benchStore(store: string, location: DatabaseLocation): Promise<void> {
  const database = openDatabase<Tables>(location);
  await migrate(database, migrations(database.dialect));
  await database.db
    .insertInto('project')
    .values({ id: 'p', person_id: 'a', name: 'P', slug: 'p', is_default: 1, created_at: 0 })
    .execute();
  // What every call does in any case: one read of the store.
  const read = () => database.db.selectFrom('project').selectAll().where('id', '=', 'p').executeTakeFirst();
  const activity = await createActivity({
    database,
    clock: systemClock,
    ids: randomId,
    bus: createBus(),
  });
  for (const callers of [1, 16, 64, 256]) {
    const bare = await measure(callers, async () => {
      await read();
      await new Promise(setImmediate);
    });
    const begins = await measure(callers, () => activity.record.begin(entry));
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const calls = await measure(callers, async () => {
      await read();
      const { id } = await activity.record.begin(entry);
      await activity.record.end(id, { outcome: 'completed', milliseconds: 1, resultBytes: 64 });
    });
    delay.disable();
    rows.push({
      store,
      callers,
      bare: bare.rate,
      begins: begins.rate,
      calls: calls.rate,
      p50: begins.times[begins.times.length >> 1] ?? 0,
      p99: begins.times[Math.floor(begins.times.length * 0.99)] ?? 0,
      loopP99: delay.percentile(99) / 1e6,
    });
  }
  const verdict = await activity.verify();
  if (!verdict.intact) throw new Error(verdict.sentence);
  await activity.close();
  await database.close();
}

const folder = mkdtempSync(join(tmpdir(), 'causeway-bench-'));
try {
  await benchStore('SQLite', { file: join(folder, 'causeway.db') });
  const server = await startPostgres({ durable: true });
  await benchStore('PostgreSQL', { url: server.url }).finally(() => server.stop());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.table(
  rows.map((row) => ({
    store: row.store,
    callers: row.callers,
    'reads/s without a record': Math.round(row.bare),
    'durable begins/s': Math.round(row.begins),
    'begin p50 ms': row.p50.toFixed(2),
    'begin p99 ms': row.p99.toFixed(2),
    'whole calls/s (read, begin, end)': Math.round(row.calls),
    'ratio to reads alone': (row.calls / row.bare).toFixed(2),
    'event loop p99 ms': row.loopP99.toFixed(1),
  })),
);
