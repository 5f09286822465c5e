import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { silentLog } from '../platform/log.ts';
import { createExampleServer, type ExampleServer } from './example-server.ts';

const root = join(import.meta.dirname, '../..');
const started: ExampleServer[] = [];
const example = (at = root, startMilliseconds?: number) => {
  const made = createExampleServer({
    log: silentLog,
    root: at,
    ...(startMilliseconds ? { startMilliseconds } : {}),
  });
  started.push(made);
  return made;
};
afterEach(async () => {
  await Promise.all(started.splice(0).map((one) => one.stop()));
});

const answers = (url: string) =>
  fetch(url, { method: 'GET' }).then(
    () => true,
    () => false,
  );

test('it starts once, answers on loopback, and ends when it is stopped', async () => {
  const server = example();
  const [first, second] = await Promise.all([server.start(), server.start()]);
  expect(first).toEqual(second);
  expect(first.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
  expect(await answers(first.url)).toBe(true);
  await server.stop();
  await vi.waitFor(async () => expect(await answers(first.url)).toBe(false));
  const again = await server.start();
  expect(await answers(again.url)).toBe(true);
});

test('with sign-in it is another one beside it, and asks who is there', async () => {
  const server = example();
  const [open, guarded] = await Promise.all([server.start(), server.start('oauth')]);
  expect(guarded.url).not.toBe(open.url);
  const asked = await fetch(guarded.url, { method: 'POST', body: '{}' });
  expect(asked.status).toBe(401);
  expect(asked.headers.get('www-authenticate')).toContain('resource_metadata');
  await server.stop();
  await vi.waitFor(async () => expect(await answers(guarded.url)).toBe(false));
});

test('one that fails says why, and can be started again', async () => {
  const broken = mkdtempSync(join(tmpdir(), 'causeway-example-'));
  mkdirSync(join(broken, 'example-server'));
  writeFileSync(
    join(broken, 'example-server/main.ts'),
    'console.error("no harbour today"); process.exit(3);',
  );
  const server = example(broken);
  await expect(server.start()).rejects.toMatchObject({
    code: 'example_did_not_start',
    message: expect.stringContaining('no harbour today'),
  });
  writeFileSync(join(broken, 'example-server/main.ts'), 'setInterval(() => {}, 1000);');
  await vi.waitFor(() => expect(example(broken, 300).start()).rejects.toMatchObject({ status: 500 }));
});

test('it ends with Causeway, also when Causeway is killed', async () => {
  const code = `
    import { createExampleServer } from ${JSON.stringify(join(import.meta.dirname, 'example-server.ts'))};
    const log = { info() {} };
    const { url } = await createExampleServer({ log, root: ${JSON.stringify(root)} }).start();
    console.log(url);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(parent.stdout, 'data');
  const url = String(line).trim();
  expect(await answers(url)).toBe(true);
  parent.kill('SIGKILL');
  await vi.waitFor(async () => expect(await answers(url)).toBe(false), { timeout: 5000 });
});
