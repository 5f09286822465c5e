import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { createCheckpoints } from '../platform/sqlite-checkpoints.ts';
import { createGroupCommit } from './group-commit.ts';
import type { Link } from './links.ts';
import { createSqliteSink } from './sqlite-sink.ts';
import type { SqliteWriter } from './sqlite-writer.ts';

const end = (id: string): Link => ({
  kind: 'end',
  row: { id, ended_at: 1, outcome: 'completed', milliseconds: 1, end_details: '{}' },
});

/** A writer whose disk answers when the test says so. */
function slowDisk() {
  const committed: string[] = [];
  const disk: { resolve(): void; reject(error: Error): void }[] = [];
  const writer: SqliteWriter = {
    commit(links) {
      committed.push(links.map((link) => link.row.id).join(' '));
      return links.map((_, index) => index + 1);
    },
    sync: () => new Promise((resolve, reject) => disk.push({ resolve: () => resolve(), reject })),
    close() {},
  };
  const commits = createGroupCommit(createSqliteSink('none', createCheckpoints(), () => writer));
  return { commits, committed, disk };
}

test('R16: a link counts as recorded only once the disk has it, and not at all when the disk fails', async () => {
  const { commits, disk } = slowDisk();
  let recorded = false;
  const first = commits.add(end('a')).then(() => {
    recorded = true;
  });
  await expect.poll(() => disk.length).toBe(1);
  expect(recorded).toBe(false);
  disk[0]?.resolve();
  await first;
  const second = commits.add(end('b'));
  await expect.poll(() => disk.length).toBe(2);
  disk[1]?.reject(new Error('EIO'));
  await expect(second).rejects.toMatchObject({ code: 'activity_not_recorded' });
});

test('what nobody waits for goes with the next link that somebody waits for, or alone a little later', async () => {
  const { commits, committed, disk } = slowDisk();
  void commits.add(end('a'), true);
  void commits.add(end('b'));
  await expect.poll(() => committed).toEqual(['a b']);
  void commits.add(end('c'), true);
  disk[0]?.resolve();
  await expect.poll(() => committed).toEqual(['a b', 'c']);
  disk[1]?.resolve();
  void commits.add(end('d'), true);
  const closed = commits.close();
  await expect.poll(() => committed).toEqual(['a b', 'c', 'd']);
  disk[2]?.resolve();
  await closed;
});

test('a log is moved into its file by the thread, while its writer goes on', async () => {
  const file = join(mkdtempSync(join(tmpdir(), 'causeway-')), 'some.db');
  const raw = new DatabaseSync(file);
  raw.exec('pragma journal_mode=wal; create table note (text text)');
  const inTheFile = (): boolean => {
    const [log] = raw.prepare('pragma wal_checkpoint(noop)').all() as { log: number; checkpointed: number }[];
    return log?.checkpointed === log?.log;
  };
  raw.exec(`insert into note values ('one')`);
  const checkpoints = createCheckpoints();
  checkpoints.wrote(file, 10);
  expect(inTheFile()).toBe(false);
  checkpoints.wrote(file, 1_000);
  await expect.poll(inTheFile, { timeout: 5_000 }).toBe(true);
  await checkpoints.close();
  raw.close();
});
