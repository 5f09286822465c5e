// The bundled example server as processes of its own on loopback, one for each way to sign in; they end with Causeway.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import type { ExampleSignIn } from '#shared/contract/example.ts';
import type { Log } from '../platform/log.ts';
import { exampleErrors } from './errors.ts';

type Child = ChildProcessByStdio<Writable, Readable, Readable>;

export interface ExampleServer {
  /** Starts it, or answers where it already runs. */
  start(signIn?: ExampleSignIn): Promise<{ url: string }>;
  stop(): Promise<void>;
}

interface ExampleDeps {
  log: Log;
  /** Folder that holds `example-server/main.ts`. */
  root: string;
  startMilliseconds?: number;
}

const firstLine = z.object({ url: z.url() });

interface Running {
  child: Child;
  url: Promise<{ url: string }>;
}

export function createExampleServer(deps: ExampleDeps): ExampleServer {
  const running = new Map<ExampleSignIn, Running>();
  return {
    async start(signIn = 'none') {
      const mine = running.get(signIn) ?? startOne(deps, signIn, running);
      return mine.url.catch((error) => {
        mine.child.kill();
        throw error;
      });
    },
    async stop() {
      const children = [...running.values()].map(({ child }) => child);
      running.clear();
      await Promise.all(children.map(endChild));
    },
  };
}

function startOne(deps: ExampleDeps, signIn: ExampleSignIn, running: Map<ExampleSignIn, Running>): Running {
  const child = spawnExample(deps.root, signIn);
  const mine = { child, url: urlOf(deps, child) };
  running.set(signIn, mine);
  child.once('exit', (code) => {
    deps.log.info('the example server ended', { code, signIn });
    if (running.get(signIn) === mine) running.delete(signIn);
  });
  return mine;
}

async function endChild(child: Child): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 2000);
  await gone;
  clearTimeout(timer);
}

const switches: Record<ExampleSignIn, string> = { none: '--no-auth', oauth: '--oauth' };

/** With an empty environment: the settings and secrets of Causeway are none of its business. */
function spawnExample(root: string, signIn: ExampleSignIn): Child {
  const main = join(root, 'example-server', 'main.ts');
  // Its standard input ends when this process does, however that happens; the example ends then.
  return spawn(process.execPath, [main, '--port', '0', switches[signIn], '--until-input-ends'], {
    cwd: root,
    env: {},
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** It prints one line of JSON when it listens. */
async function urlOf(deps: ExampleDeps, child: Child): Promise<{ url: string }> {
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-2000);
  });
  const lines = createInterface({ input: child.stdout });
  const timeout = AbortSignal.timeout(deps.startMilliseconds ?? 20_000);
  const line = once(lines, 'line', { signal: timeout }).then(([text]) => String(text));
  const ended = once(child, 'close', { signal: timeout }).then(([code]) => {
    throw new Error(said.split('\n')[0] || `it ended with code ${code}`);
  });
  const failed = once(child, 'error', { signal: timeout }).then(([error]) => {
    throw error;
  });
  for (const other of [ended, failed]) other.catch(() => undefined);
  try {
    return firstLine.parse(JSON.parse(await Promise.race([line, ended, failed])));
  } catch (error) {
    throw exampleErrors.didNotStart(error instanceof Error ? error.message : String(error));
  }
}
