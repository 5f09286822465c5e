// The process: started, asked to end, killed, started again.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { type CausewayProcess, signInTo, spawnCauseway } from '#test/process.ts';

// Each test starts several processes, on a machine that may be busy.
vi.setConfig({ testTimeout: 180_000 });
const patient = { timeout: 20_000 };

const folders: string[] = [];
const running: CausewayProcess[] = [];
afterAll(() => {
  for (const { child } of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-process-'));
  folders.push(folder);
  return folder;
}

async function start(
  folder: string,
  options?: Parameters<typeof spawnCauseway>[1],
): Promise<CausewayProcess> {
  const causeway = await spawnCauseway(folder, options);
  running.push(causeway);
  return causeway;
}

test('starts with a link, ends with 0 when asked to, and gives a new link at the next start', async () => {
  const folder = newFolder();
  const first = await start(folder);
  expect(first.signInUrl).toMatch(new RegExp(`^${first.url}/sign-in\\?link=[\\w-]{43}$`));
  first.child.kill('SIGTERM');
  expect(await first.ended).toBe(0);
  const second = await start(folder);
  expect(second.signInUrl).toBeDefined();
  expect(new URL(second.signInUrl ?? '').search).not.toBe(new URL(first.signInUrl ?? '').search);
  const as = await signInTo(second);
  const password = { password: 'long enough for this', email: 'anna@example.com' };
  expect((await as('/api/password', { method: 'PUT', body: JSON.stringify(password) })).status).toBe(200);
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  const third = await start(folder);
  expect(third.signInUrl).toBeUndefined();
  third.child.kill('SIGTERM');
  expect(await third.ended).toBe(0);
});

test('R26: SIGTERM lets a request in progress end, ends open streams, and exits with 0', async () => {
  const causeway = await start(newFolder());
  const as = await signInTo(causeway);
  const live = await as('/api/events');
  const reader = live.body?.getReader();
  await reader?.read();
  let finish: () => void = () => {};
  const slowBody = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"name":'));
      finish = () => {
        controller.enqueue(new TextEncoder().encode('"Slow"}'));
        controller.close();
      };
    },
  });
  const slow = as('/api/projects', { method: 'POST', body: slowBody, duplex: 'half' } as RequestInit);
  await expect.poll(async () => (await as('/api/projects')).status, patient).toBe(200);
  causeway.child.kill('SIGTERM');
  while (!(await reader?.read())?.done);
  await expect
    .poll(
      () =>
        fetch(`${causeway.url}/health`)
          .then(() => 'open')
          .catch(() => 'closed'),
      patient,
    )
    .toBe('closed');
  finish();
  expect((await slow).status).toBe(200);
  expect(await causeway.ended).toBe(0);
});

test('R26: a second SIGTERM ends at once', async () => {
  const causeway = await start(newFolder());
  const as = await signInTo(causeway);
  const stuck = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"name":')),
  });
  as('/api/projects', { method: 'POST', body: stuck, duplex: 'half' } as RequestInit).catch(() => {});
  await expect.poll(async () => (await as('/api/projects')).status, patient).toBe(200);
  causeway.child.kill('SIGTERM');
  await expect.poll(() => causeway.output(), patient).toContain('finishing what is in progress');
  causeway.child.kill('SIGTERM');
  expect(await causeway.ended).toBe(1);
});

test('R14: what was acknowledged is there after kill -9, and the database is whole', async () => {
  const folder = newFolder();
  const acknowledged: string[] = [];
  for (let round = 0; round < 4; round += 1) {
    const causeway = await start(folder);
    const as = await signInTo(causeway);
    const { projects } = (await (await as('/api/projects')).json()) as { projects: { name: string }[] };
    const names = new Set(projects.map(({ name }) => name));
    expect(acknowledged.filter((name) => !names.has(name))).toEqual([]);
    const killAt = 10 + round * 13;
    let sent = 0;
    const write = async (): Promise<void> => {
      while (causeway.child.exitCode === null && causeway.child.signalCode === null) {
        const name = `round ${round} number ${sent++}`;
        const response = await as('/api/projects', { method: 'POST', body: JSON.stringify({ name }) }).catch(
          () => undefined,
        );
        if (response?.status !== 200) continue;
        acknowledged.push(name);
        if (sent >= killAt) causeway.child.kill('SIGKILL');
      }
    };
    await Promise.all([write(), write(), write()]);
    expect(await causeway.ended).toBe('SIGKILL');
  }
  expect(acknowledged.length).toBeGreaterThan(50);
});

test('SIGTERM to npm reaches Causeway, though the shell between them passes nothing on', async () => {
  const root = join(import.meta.dirname, '../..');
  // A shell that stays between, as npm's does.
  const shell = spawn(
    'sh',
    ['-c', `"${process.execPath}" scripts/run.mjs start --port 0 --data "$0"; true`, newFolder()],
    {
      cwd: root,
      env: { ...process.env, npm_lifecycle_event: 'start' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let output = '';
  shell.stdout.on('data', (chunk) => {
    output += chunk;
  });
  await expect.poll(() => output, { timeout: 120_000 }).toMatch(/^Causeway is at /m);
  const url = /^Causeway is at (\S+)$/m.exec(output)?.[1];
  shell.kill('SIGTERM');
  await expect
    .poll(
      () =>
        fetch(`${url}/health`).then(
          () => 'open',
          () => 'closed',
        ),
      patient,
    )
    .toBe('closed');
  expect(output).toContain('SIGTERM: finishing');
});

test('a start that cannot be says why and what to do, and changes nothing', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as AddressInfo;
  const folder = newFolder();
  const starts: [string[], RegExp][] = [
    [['--port', String(port)], /Port \d+ on 127\.0\.0\.1 is taken.*\n.*choose a port/],
    [['--port', 'many'], /--port is "many", but must be a whole number/],
    [['--host', '0.0.0.0'], /CAUSEWAY_PUBLIC_URL/],
    [['--database-url', 'postgres://nobody@127.0.0.1:1/none'], /did not start/],
  ];
  for (const [flags, sentence] of starts) {
    const failure = await spawnCauseway(folder, { flags }).catch((error: Error) => error);
    expect(failure).toBeInstanceOf(Error);
    expect((failure as Error).message).toMatch(/ended with 1/);
    expect((failure as Error).message).toMatch(sentence);
  }
  other.close();
});
