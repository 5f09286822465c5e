// `causeway check` on broken servers, and with a person who signs in.
import { Readable, Writable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { faults } from '#test/servers/oauth/faults.ts';
import {
  followRedirect,
  type OAuthServer,
  startOAuthServer,
} from '#test/servers/oauth/start-oauth-server.ts';
import { runCommandLine } from './run-command-line.ts';

let server: OAuthServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function run(args: string[], onNote: (text: string) => void = () => {}) {
  let stdout = '';
  const sink = (hear: (text: string) => void) =>
    new Writable({
      write(chunk, _encoding, done) {
        hear(String(chunk));
        done();
      },
    });
  const exit = await runCommandLine(args, {
    environment: {},
    homeFolder: '/nonexistent',
    stdin: Readable.from([]),
    stdout: sink((text) => {
      stdout += text;
    }),
    stderr: sink(onNote),
    fetch,
    interrupted: new AbortController().signal,
  });
  return { exit, stdout };
}

test('a server that asks for no sign-in: every step, exit 0', async () => {
  server = await startOAuthServer({ isProtected: false });
  const { exit, stdout } = await run(['check', server.url]);
  expect(exit).toBe(0);
  expect(stdout).toMatch(/✓ protocol .*2026-07-28/);
  expect(stdout).toMatch(/✓ catalogue .*1 tools/);
});

test('--sign-in prints the address, waits for the browser, and checks token and catalogue', async () => {
  server = await startOAuthServer();
  const { exit, stdout } = await run(['check', server.url, '--sign-in', '--json'], (text) => {
    const address = /http\S+\/authorize\S+/.exec(text)?.[0];
    if (address) void followRedirect(address).then((back) => back && fetch(back));
  });
  const report = JSON.parse(stdout) as { passed: boolean; steps: { state: string }[] };
  expect([exit, report.passed]).toEqual([0, true]);
  expect(new Set(report.steps.map(({ state }) => state))).toEqual(new Set(['passed']));
});

const ten = faults
  .filter(({ expect: { step } }) => !['authorization', 'token', 'catalogue'].includes(step))
  .filter((_, index) => index % 4 === 0)
  .slice(0, 10);

test.each(ten)('--json names the cause and ends with 10: $name', async (fault) => {
  server = await startOAuthServer(fault.plan);
  const { exit, stdout } = await run(['check', fault.url?.(server) ?? server.url, '--json']);
  expect(exit).toBe(10);
  expect(JSON.parse(stdout)).toMatchObject({ passed: false, cause: fault.expect.cause });
});
