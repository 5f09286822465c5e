import type { Checkpoints } from '../platform/sqlite-checkpoints.ts';
import type { ChainSink } from './group-commit.ts';
import { openSqliteWriter, type SqliteWriter } from './sqlite-writer.ts';

/** Pages that a commit changes in any case, and links of one page. */
const pagesOfCommit = 7;
const linksOfPage = 4;

/** Writes at once and waits for the disk in the thread pool. */
export function createSqliteSink(
  file: string,
  checkpoints: Checkpoints,
  open: (file: string) => SqliteWriter = openSqliteWriter,
): ChainSink {
  const writer = open(file);
  return {
    async commit(links) {
      const sequences = writer.commit(links);
      await writer.sync();
      checkpoints.wrote(file, pagesOfCommit + links.length / linksOfPage);
      return sequences;
    },
    async close() {
      writer.close();
    },
  };
}
