// The command line in this process, with what it writes collected.
import { PassThrough, Readable } from 'node:stream';
import { runCommandLine } from '../cli/run-command-line.ts';

type Surroundings = Parameters<typeof runCommandLine>[1];

export interface CommandLineEnd {
  code: number;
  out: string;
  err: string;
}

/** Runs `causeway …args`; `surroundings` replaces parts of an empty home without settings. */
export async function runCollected(
  args: string[],
  surroundings: Partial<Surroundings> = {},
): Promise<CommandLineEnd> {
  const output = { out: '', err: '' };
  const collect = (into: 'out' | 'err') =>
    new PassThrough().on('data', (chunk) => {
      output[into] += String(chunk);
    });
  const code = await runCommandLine(args, {
    environment: {},
    homeFolder: '/nonexistent',
    stdin: Readable.from([]),
    stdout: collect('out'),
    stderr: collect('err'),
    fetch: globalThis.fetch,
    interrupted: new AbortController().signal,
    ...surroundings,
  });
  return { code, ...output };
}
