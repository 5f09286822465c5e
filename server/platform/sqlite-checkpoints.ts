// Empties write-ahead logs in a thread: a checkpoint waits for the disk several times, which the event loop must not.
import { Worker } from 'node:worker_threads';

export interface Checkpoints {
  /** About so many pages were added to the log of `file`. Returns at once. */
  wrote(file: string, pages: number): void;
  close(): Promise<void>;
}

/** Below the 1000 pages at which SQLite would do it by itself, in the middle of a commit. */
const pagesBetween = 700;

/** One thread for all files, started by the first that needs it. Where it fails, SQLite's own checkpoint comes later. */
export function createCheckpoints(): Checkpoints {
  const waiting = new Map<string, number>();
  const busy = new Set<string>();
  let thread: Worker | undefined;

  const start = (): Worker => {
    const started = new Worker(new URL('./sqlite-checkpoint-thread.js', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 16, stackSizeMb: 1 },
    });
    const gone = (): void => {
      if (thread === started) thread = undefined;
      busy.clear();
    };
    started.on('message', ({ file }: { file: string }) => busy.delete(file));
    started.on('error', gone);
    started.on('exit', gone);
    started.unref();
    return started;
  };
  return {
    wrote(file, pages) {
      const sum = (waiting.get(file) ?? 0) + pages;
      if (sum < pagesBetween || busy.has(file)) {
        waiting.set(file, sum);
        return;
      }
      waiting.set(file, 0);
      busy.add(file);
      thread ??= start();
      thread.postMessage(file);
    },
    async close() {
      const ending = thread;
      thread = undefined;
      await ending?.terminate();
    },
  };
}
