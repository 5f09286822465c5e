// `causeway check` against the example server, and against addresses where nothing good is.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { runCollected } from '#test/command-line.ts';
import { startExampleServer } from '../example-server/start-example-server.ts';
import { exitCodes } from './exit-codes.ts';

const check = (...args: string[]) => runCollected(['check', ...args]);

test('a server that needs no sign-in is checked to the catalogue; with OAuth up to the person', async () => {
  const open = await startExampleServer();
  const guarded = await startExampleServer({ signIn: { kind: 'oauth' } });
  const passed = JSON.parse((await check(open.url, '--json')).out);
  expect(passed).toMatchObject({ passed: true });
  expect(passed.steps.at(-1)).toMatchObject({ step: 'catalogue', state: 'passed' });
  const upToThePerson = await check(guarded.url, '--json');
  expect(upToThePerson.code).toBe(0);
  expect(JSON.parse(upToThePerson.out).steps).toContainEqual(
    expect.objectContaining({ step: 'registration', state: 'passed' }),
  );
  await open.close();
  await guarded.close();
});

test('a fixed sign-in is tried; a wrong one is named', async () => {
  const byKey = await startExampleServer({ signIn: { kind: 'api-key', key: 'salt' } });
  expect((await check(byKey.url, '--header', 'X-API-Key: salt')).code).toBe(0);
  const wrong = await check(byKey.url, '--header', 'X-API-Key: pepper');
  expect(wrong.code).toBe(exitCodes.checkFailed.code);
  expect(wrong.out).toContain('sign_in_refused');
  expect(wrong.out).not.toContain('pepper');
  await byKey.close();
});

test('what is wrong has its cause, its fix and exit code 10', async () => {
  const page = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
  });
  await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
  const { port } = page.address() as AddressInfo;
  for (const url of [`http://127.0.0.1:${port}/mcp`, 'ftp://harbour.example', 'http://10.0.0.1/mcp']) {
    const ran = await check(url, '--json');
    expect(ran.code).toBe(exitCodes.checkFailed.code);
    const { cause, steps } = JSON.parse(ran.out);
    expect(cause).toMatch(/^[a-z_0-9]+$/);
    expect(steps.find(({ state }: { state: string }) => state === 'failed').fix).toBeTruthy();
  }
  page.close();
});
