import { Worker } from 'node:worker_threads';
import type { ChainSink } from './group-commit.ts';
import type { ThreadAnswer, ThreadRequest } from './sqlite-thread.ts';
import { openSqliteWriter } from './sqlite-writer.ts';

/** Writes in this thread: for measuring, and where a thread is too much. The event loop stands still during fsync. */
export function createSqliteSink(file: string): ChainSink {
  const writer = openSqliteWriter(file);
  return { commit: async (links) => writer.commit(links), close: async () => writer.close() };
}

/** Writes in a thread of its own. A thread that dies fails what waits, and is started again by the next commit. */
export function createSqliteThreadSink(file: string): ChainSink {
  let thread: Worker | undefined;
  let waiting: { resolve(answer: ThreadAnswer): void; reject(error: unknown): void } | undefined;

  const ended = (ending: Worker, error: unknown): void => {
    if (thread !== ending) return;
    thread = undefined;
    waiting?.reject(error);
    waiting = undefined;
  };
  const start = (): Worker => {
    const started = new Worker(new URL('./sqlite-thread.ts', import.meta.url), { workerData: { file } });
    started.on('message', (answer: ThreadAnswer) => {
      const asked = waiting;
      waiting = undefined;
      asked?.resolve(answer);
    });
    started.on('error', (error) => ended(started, error));
    started.on('exit', () => ended(started, new Error('The thread that writes Activity ended')));
    started.unref();
    thread = started;
    return started;
  };
  /** One request at a time; the group commit sees to that. */
  const ask = (request: ThreadRequest): Promise<ThreadAnswer> =>
    new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      (thread ?? start()).postMessage(request);
    });

  return {
    async commit(links) {
      // The process must not end while something waits to be written, and may while nothing does.
      (thread ?? start()).ref();
      try {
        const answer = await ask({ links });
        if ('sequences' in answer) return answer.sequences;
        throw new Error('failed' in answer ? answer.failed : 'The thread that writes Activity was closed');
      } finally {
        thread?.unref();
      }
    },
    async close() {
      if (!thread) return;
      const ending = thread;
      ending.ref();
      await ask({ close: true }).catch(() => {});
      await ending.terminate();
    },
  };
}
