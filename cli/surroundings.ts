// What the program touches outside itself, so that tests can stand in its place.
import { homedir } from 'node:os';
import type { Readable, Writable } from 'node:stream';

export interface Surroundings {
  environment: Record<string, string | undefined>;
  homeFolder: string;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable;
  fetch: typeof globalThis.fetch;
  /** Aborts on Ctrl-C. */
  interrupted: AbortSignal;
}

/** The real process; Ctrl-C aborts once, and a second one ends at once. */
export function processSurroundings(): Surroundings {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  return {
    environment: process.env,
    homeFolder: homedir(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    fetch: globalThis.fetch,
    interrupted: stop.signal,
  };
}
