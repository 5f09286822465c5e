// Causeway as a process of its own, for tests that end it in hard ways.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { api } from '#shared/contract/api.ts';

export interface CausewayProcess {
  child: ChildProcess;
  url: string;
  signInUrl: string | undefined;
  startMilliseconds: number;
  /** All that was printed so far. */
  output: () => string;
  /** Exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
}

/** Starts `server/main.ts` on a free port and waits until it says where it is. Rejects with its output when it ends first. */
export async function spawnCauseway(
  dataFolder: string,
  options: { flags?: string[]; environment?: Record<string, string> } = {},
): Promise<CausewayProcess> {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      join(import.meta.dirname, '../server/main.ts'),
      '--port',
      '0',
      '--data',
      dataFolder,
      ...(options.flags ?? []),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // As the launcher starts it.
      env: {
        PATH: process.env.PATH ?? '',
        NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/compiled'),
        ...options.environment,
      },
    },
  );
  let output = '';
  const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  const ready = new Promise<void>((resolve) => {
    const add = (chunk: Buffer): void => {
      output += chunk.toString();
      if (/^Causeway is at \S+\n/m.test(output)) resolve();
    };
    child.stdout.on('data', add);
    child.stderr.on('data', add);
  });
  const early = ended.then((code) => {
    throw new Error(`Causeway ended with ${code} before it was ready:\n${output}`);
  });
  early.catch(() => {});
  await Promise.race([ready, early]);
  return {
    child,
    url: /^Causeway is at (\S+)$/m.exec(output)?.[1] ?? '',
    signInUrl: /^Sign in once with (\S+)$/m.exec(output)?.[1],
    startMilliseconds: performance.now() - started,
    output: () => output,
    ended,
  };
}

/** Uses the sign-in link and gives a `fetch` with the session's cookie. */
export async function signInTo(
  causeway: Pick<CausewayProcess, 'url' | 'signInUrl'>,
): Promise<(path: string, init?: RequestInit) => Promise<Response>> {
  const headers = { origin: causeway.url, 'content-type': 'application/json' };
  const response = await fetch(new URL(api.people.signInWithLink.path, causeway.url), {
    method: 'POST',
    headers,
    body: JSON.stringify({ link: new URL(causeway.signInUrl ?? '').searchParams.get('link') }),
  });
  if (!response.ok) throw new Error(await response.text());
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  return (path, init) =>
    fetch(new URL(path, causeway.url), { ...init, headers: { ...headers, cookie, ...init?.headers } });
}
