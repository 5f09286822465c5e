// The thread that owns the writing side of the record's SQLite file, so that no fsync stops the event loop.
import { parentPort, workerData } from 'node:worker_threads';
import type { Link } from './links.ts';
import { openSqliteWriter } from './sqlite-writer.ts';

export type ThreadRequest = { links: Link[] } | { close: true };
export type ThreadAnswer = { sequences: number[] } | { failed: string } | { closed: true };

const port = parentPort;
if (!port) throw new Error('sqlite-thread.ts runs as a worker thread only');
const writer = openSqliteWriter((workerData as { file: string }).file);

port.on('message', (request: ThreadRequest) => {
  if ('close' in request) {
    writer.close();
    port.postMessage({ closed: true } satisfies ThreadAnswer);
    port.close();
    return;
  }
  port.postMessage(committed(request.links));
});

function committed(links: Link[]): ThreadAnswer {
  try {
    return { sequences: writer.commit(links) };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
