// The command line as a program of its own, against a whole Causeway and the example server.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ExampleServer, startExampleServer } from '../../example-server/start-example-server.ts';
import { startCauseway, type TestCauseway } from '../causeway.ts';

const main = join(import.meta.dirname, '../../cli/main.ts');
let causeway: TestCauseway;
let example: ExampleServer;
let home = '';

beforeAll(async () => {
  causeway = await startCauseway();
  example = await startExampleServer();
  home = mkdtempSync(join(tmpdir(), 'causeway-home-'));
});
afterAll(async () => {
  await example.close();
  await causeway.close();
  rmSync(home, { recursive: true, force: true });
});

function run(args: string[], stdin = ''): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [main, ...args], {
      env: {
        HOME: home,
        PATH: process.env.PATH,
        CAUSEWAY_URL: causeway.url,
        CAUSEWAY_DATA: causeway.dataFolder,
      },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => {
      out += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      err += String(chunk);
    });
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(stdin);
  });
}

// A dozen processes of the command line, one after the other.
test('from no token to a called tool, a resource, a prompt and the record of them', {
  timeout: 180_000,
}, async () => {
  const made = await run(['token', 'create', 'story', '--json']);
  const { secret } = JSON.parse(made.out) as { secret: string };
  expect(await run(['login'], `${secret}\n`)).toMatchObject({ code: 0 });

  const added = await run(['connectors', 'add', 'Harbour', example.url, '--json']);
  expect(added).toMatchObject({ code: 0 });
  const { connector } = JSON.parse(added.out) as { connector: { slug: string } };
  const shown = await run(['connectors', 'show', connector.slug]);
  expect(shown.out).toContain('tide_table');
  expect(shown.out).toContain('harbour://notices');

  const called = await run([
    'call',
    connector.slug,
    'tide_table',
    '--args',
    '{"date":"2026-07-28"}',
    '--json',
  ]);
  expect(called).toMatchObject({ code: 0 });
  expect(JSON.parse(called.out)).toMatchObject({ structuredContent: { days: [{ date: '2026-07-28' }] } });

  const [imo = ''] = example.harbour.ships.keys();
  const args = JSON.stringify({ imo, sections: 2, millisecondsPerSection: 5 });
  const slow = await run(['call', connector.slug, 'inspect_hull', '--args', args]);
  expect(slow.err).toContain('2/2');
  const asking = await run(['call', connector.slug, 'register_captain', '--args', '{"licence":"L-1"}']);
  expect(asking.err).toContain('Declined');
  expect(asking.out).toContain('was not registered');

  expect((await run(['read', connector.slug, 'harbour://notices'])).out).toContain('5 knots');
  const prompt = [
    'prompt',
    connector.slug,
    'draft_berth_letter',
    '--args',
    JSON.stringify({ imo, berth: 'A1' }),
  ];
  expect((await run(prompt)).out).toContain('berth A1 is ready');

  const activity = await run(['activity', 'list', '--json']);
  const { entries } = JSON.parse(activity.out) as { entries: { subject: string; outcome: string }[] };
  expect(entries).toContainEqual(expect.objectContaining({ subject: 'tide_table', outcome: 'completed' }));
  expect(await run(['activity', 'verify'])).toMatchObject({ code: 0 });
  expect(await run(['connectors', 'remove', connector.slug])).toMatchObject({ code: 0 });
});
