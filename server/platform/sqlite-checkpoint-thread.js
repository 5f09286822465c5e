// Moves what SQLite files have in their write-ahead log into the files themselves, away from the event loop, because
// it waits for the disk. Plain JavaScript, so that this thread need not load what strips types (18 MiB).
import { DatabaseSync } from 'node:sqlite';
import { parentPort } from 'node:worker_threads';

parentPort.on('message', (file) => {
  let problem;
  try {
    const database = new DatabaseSync(file, { timeout: 1_000 });
    try {
      database.exec('pragma synchronous=normal; pragma cache_size=-256');
      database.prepare('pragma wal_checkpoint(passive)').get();
    } finally {
      // Not the last connection to the file, whose closing would move everything at once.
      database.close();
    }
  } catch (error) {
    problem = String(error);
  }
  parentPort.postMessage({ file, problem });
});
