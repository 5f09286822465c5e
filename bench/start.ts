// How long a warm start takes, from the process to the first answer, against the same Node.js that does nothing.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const rounds = 5;
const main = join(import.meta.dirname, '../server/main.ts');

/** Milliseconds until `isReady` sees what it waits for in the output. */
function timeUntil(args: string[], isReady: (output: string) => boolean): Promise<number> {
  const from = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    let took: number | undefined;
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (took !== undefined || !isReady(output)) return;
      took = performance.now() - from;
      child.kill('SIGTERM');
    });
    child.on('exit', () => (took === undefined ? reject(new Error('ended early')) : resolve(took)));
  });
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

const folder = mkdtempSync(join(tmpdir(), 'causeway-bench-start-'));
const floors: number[] = [];
const starts: number[] = [];
const begin = [main, '--port', '0', '--data', folder];
const isUp = (output: string): boolean => output.includes('Causeway is at');
await timeUntil(begin, isUp);
for (let round = 0; round < rounds; round++) {
  floors.push(
    await timeUntil(['-e', 'console.log("up");setTimeout(()=>{},1000)'], (output) => output.includes('up')),
  );
  starts.push(await timeUntil(begin, isUp));
}
rmSync(folder, { recursive: true, force: true });
console.table([
  { what: 'Node.js alone (floor)', 'median ms': Math.round(median(floors)), ratio: 1 },
  {
    what: 'Causeway, warm',
    'median ms': Math.round(median(starts)),
    ratio: Number((median(starts) / median(floors)).toFixed(1)),
  },
]);
