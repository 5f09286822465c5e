// R14: a real process is killed ten times in the middle of calls, limits and approvals. Beside it stands an oracle:
// what Causeway acknowledged, and what the remote server saw. R27: a fault of one request is not everybody's.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openDatabase } from '#server/platform/database.ts';
import type { ActivityEntry } from '#shared/contract/activity.ts';
import { addressOf } from '#shared/contract/address.ts';
import { api } from '#shared/contract/api.ts';
import { modernCall } from '#test/modern-call.ts';
import { type CausewayProcess, signInTo, spawnCauseway } from '#test/process.ts';
import type { RunningServer } from '#test/servers/spec.ts';
import { startServer } from '#test/servers/start-server.ts';

vi.setConfig({ testTimeout: 300_000 });
const rounds = 10;
const folder = mkdtempSync(join(tmpdir(), 'causeway-killed-'));
const processes: CausewayProcess[] = [];
let server: RunningServer;
/** How often the server ran each call, by the number in its arguments. */
const ran = new Map<string, number>();

beforeAll(async () => {
  const count = (args: Record<string, unknown>) => {
    const key = String(args.key);
    ran.set(key, (ran.get(key) ?? 0) + 1);
    return { content: [{ type: 'text', text: `ran ${key}` }] };
  };
  const inputSchema = { type: 'object', properties: { key: { type: 'string' } }, required: ['key'] };
  server = await startServer({
    era: 'modern',
    tools: [
      { name: 'counted', inputSchema, run: count },
      { name: 'asked', inputSchema, run: count },
    ],
  });
});
afterAll(async () => {
  for (const { child } of processes) child.kill('SIGKILL');
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

type As = Awaited<ReturnType<typeof signInTo>>;

async function start(options?: Parameters<typeof spawnCauseway>[1]): Promise<[CausewayProcess, As]> {
  const causeway = await spawnCauseway(folder, options);
  processes.push(causeway);
  return [causeway, await signInTo(causeway)];
}

interface Place {
  connectorId: string;
  /** Path of the gateway's endpoint. */
  endpoint: string;
  token: string;
  limitId: string;
}

async function prepare(as: As): Promise<Place> {
  const send = async (method: string, path: string, body?: unknown) => {
    const response = await as(path, { method, ...(body ? { body: JSON.stringify(body) } : {}) });
    expect(response.status, path).toBe(200);
    return response.json();
  };
  const { connector } = await send('POST', api.connectors.add.path, { name: 'Tally', url: server.url });
  const connectorId: string = connector.id;
  await send('PUT', addressOf(api.connectors.setPermission, { params: { connectorId } }), {
    target: { kind: 'tool', tool: 'counted' },
    permission: 'allow',
  });
  const { limit } = await send('POST', api.limits.add.path, {
    scope: 'tool',
    connectorId,
    tool: 'counted',
    period: 'month',
    maximum: 1_000_000,
    timeZone: 'UTC',
  });
  const { secret } = await send('POST', api.people.createToken.path, { name: 'test', scopes: ['call'] });
  const { projects } = await send('GET', api.people.session.path);
  const endpoint = `/mcp/${projects[0].slug}/${connector.slug}`;
  return { connectorId, endpoint, token: secret, limitId: limit.id };
}

/** All entries of the record about calls of one tool. */
async function entriesOf(as: As, subject: string): Promise<ActivityEntry[]> {
  const entries: ActivityEntry[] = [];
  let before: number | undefined;
  do {
    const path = addressOf(api.activity.list, {
      query: { subject, kind: 'tool-call', limit: 200, before },
    });
    const page = (await (await as(path)).json()) as { entries: ActivityEntry[]; nextBefore?: number };
    entries.push(...page.entries);
    before = page.nextBefore;
  } while (before !== undefined);
  return entries;
}

test('R14: ten times kill -9 over calls, limits and approvals: nothing acknowledged is lost, nothing runs twice', async () => {
  const answered = new Set<string>();
  const allowed = new Map<string, string>();
  const sent: string[] = [];
  let place: Place | undefined;
  for (let round = 0; round <= rounds; round += 1) {
    const [causeway, as] = await start();
    place ??= await prepare(as);
    const { connectorId, endpoint, token } = place;
    const alive = () => causeway.child.exitCode === null && causeway.child.signalCode === null;
    const call = (tool: string, key: string): Promise<string> =>
      modernCall(new URL(endpoint, causeway.url), token, tool, { key }).catch(() => '');

    await checkOracle(as, answered, allowed);
    // Calls whose answer never came are made again under the same key, or with the same approval.
    if (round === rounds / 2 || round === rounds)
      await Promise.all([
        ...sent.filter((key) => !answered.has(key)).map((key) => runByHand(as, connectorId, key)),
        ...[...allowed.keys()].filter((key) => !answered.has(key)).map((key) => call('asked', key)),
      ]);
    for (const [key, times] of ran) expect(times, `${key} ran ${times} times`).toBe(1);
    if (round === rounds) {
      await checkEnd(place, causeway, as);
      break;
    }

    let done = 0;
    const killAfter = 4 + round * 3;
    const acknowledge = (key: string): void => {
      answered.add(key);
      done += 1;
      if (done === killAfter) causeway.child.kill('SIGKILL');
    };
    const writeCounted = async (writer: number): Promise<void> => {
      for (let at = 0; alive(); at += 1) {
        const key = `counted ${round}.${writer}.${at}`;
        sent.push(key);
        const answer = await runByHand(as, connectorId, key);
        if (answer.includes(`ran ${key}`)) acknowledge(key);
      }
    };
    const writeAsked = async (): Promise<void> => {
      for (let at = 0; alive(); at += 1) {
        const key = `asked ${round}.${at}`;
        const approvalId = /approvalId":"([^"]+)"/.exec(await call('asked', key))?.[1];
        if (!approvalId) continue;
        const path = addressOf(api.approvals.answer, { params: { approvalId } });
        const body = JSON.stringify({ answer: 'allow-once' });
        const response = await as(path, { method: 'POST', body }).catch(() => undefined);
        if (response?.status !== 200) continue;
        allowed.set(key, approvalId);
        if ((await call('asked', key)).includes(`ran ${key}`)) acknowledge(key);
      }
    };
    await Promise.all([writeCounted(0), writeCounted(1), writeAsked()]);
    expect(await causeway.ended).toBe('SIGKILL');
  }
  expect(answered.size).toBeGreaterThan(rounds * 10);
});

/** By hand, with a key of its own: empty when the process went away before the end. */
async function runByHand(as: As, connectorId: string, key: string): Promise<string> {
  try {
    const response = await as(addressOf(api.calls.runTool, { params: { connectorId } }), {
      method: 'POST',
      body: JSON.stringify({ tool: 'counted', arguments: { key }, idempotencyKey: key }),
    });
    const text = await response.text();
    return /"kind":"(completed|failed)"/.test(text) ? text : '';
  } catch {
    return '';
  }
}

/** What was acknowledged before is there: the entry of each call, the answer of each approval. */
async function checkOracle(as: As, answered: Set<string>, allowed: Map<string, string>): Promise<void> {
  const entries = [...(await entriesOf(as, 'counted')), ...(await entriesOf(as, 'asked'))];
  const recorded = new Set(entries.map((entry) => (entry.arguments as { key?: unknown } | undefined)?.key));
  expect([...answered].filter((key) => !recorded.has(key))).toEqual([]);
  // The record is durable before the call leaves.
  expect([...ran.keys()].filter((key) => !recorded.has(key))).toEqual([]);
  for (const [key, approvalId] of allowed) {
    const path = addressOf(api.approvals.get, { params: { approvalId } });
    const { approval } = (await (await as(path)).json()) as { approval: { state: string } };
    const states = answered.has(key) || ran.has(key) ? ['used'] : ['approved', 'used'];
    expect(states, key).toContain(approval.state);
  }
  const verdict = await (await as(api.activity.verify.path)).json();
  expect(verdict).toMatchObject({ intact: true });
}

/** The counter holds each call that left, once; the database is whole. */
async function checkEnd(place: Place, last: CausewayProcess, as: As): Promise<void> {
  const left = (await entriesOf(as, 'counted')).filter(({ outcome }) => outcome !== 'refused').length;
  expect(left).toBeGreaterThanOrEqual([...ran.keys()].filter((key) => key.startsWith('counted')).length);
  const used = async () => {
    const { limits } = (await (await as(api.limits.list.path)).json()) as {
      limits: { id: string; state: { used: number } }[];
    };
    return limits.find(({ id }) => id === place.limitId)?.state.used;
  };
  // What was reserved for calls that never left is given back once their process is known to be gone.
  await expect.poll(used, { timeout: 60_000, interval: 500 }).toBe(left);
  last.child.kill('SIGKILL');
  await last.ended;
  const database = openDatabase({ file: join(folder, 'causeway.db') });
  const { rows } = await sql`pragma integrity_check`.execute(database.db);
  expect(rows).toEqual([{ integrity_check: 'ok' }]);
  await database.close();
}

test('R27: a throw and a rejection that nobody catches are written down, and the process answers on', async () => {
  const flaw = join(import.meta.dirname, 'flaw-on-signal.ts');
  const [causeway, as] = await start({ environment: { NODE_OPTIONS: `--import ${flaw}` } });
  for (const said of ['a promise was rejected unseen', 'an error was thrown unseen']) {
    const open = as(api.people.session.path);
    causeway.child.kill('SIGUSR2');
    await expect.poll(() => causeway.output(), { timeout: 20_000 }).toContain(said);
    expect((await open).status).toBe(200);
    expect((await as(api.people.session.path)).status).toBe(200);
  }
  expect(causeway.child.exitCode).toBeNull();
});
