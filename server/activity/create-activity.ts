// Puts the record together: what other features write with, and what the pages read with.

import type { Tables } from '#server/storage/tables.ts';
import type { ChainVerdict } from '#shared/contract/activity.ts';
import type { Bus } from '../platform/bus.ts';
import type { Clock } from '../platform/clock.ts';
import type { Database } from '../platform/database.ts';
import type { MakeId } from '../platform/ids.ts';
import { type Checkpoints, createCheckpoints } from '../platform/sqlite-checkpoints.ts';
import { toBeginning, toEnding } from './entry-rows.ts';
import { activityErrors } from './errors.ts';
import { createGroupCommit } from './group-commit.ts';
import type { Link } from './links.ts';
import { createPostgresSink } from './postgres-sink.ts';
import type { ActivityRecord } from './record.ts';
import { openRecordDatabase } from './record-database.ts';
import { createSqliteSink } from './sqlite-sink.ts';
import { type ActivityStore, createActivityStore } from './store.ts';
import { tellOfActivity } from './tell.ts';
import { verifyChain } from './verify-chain.ts';
import { createWriters, type Writers } from './writers.ts';

export interface Activity {
  record: ActivityRecord;
  store: ActivityStore;
  /** The tables of the record; only for reading and for pruning. */
  database: Database<Tables>;
  /** Which processes are alive. */
  writers: Pick<Writers, 'living'>;
  verify(): Promise<ChainVerdict>;
  /** Waits until what was begun is written. */
  close(): Promise<void>;
}

export interface ActivityDeps {
  database: Database<Tables>;
  clock: Clock;
  ids: MakeId;
  bus: Bus;
  /** Shared with other SQLite files; its own unless given. */
  checkpoints?: Checkpoints;
}

export async function createActivity(deps: ActivityDeps): Promise<Activity> {
  const { clock, ids } = deps;
  const { database, file, close: closeDatabase } = await openRecordDatabase(deps.database);
  const writers = await createWriters({ db: database.db, clock, id: ids('wri') });
  const checkpoints = deps.checkpoints ?? createCheckpoints();
  const sink = file === undefined ? createPostgresSink(database.db) : createSqliteSink(file, checkpoints);
  const tell = tellOfActivity(deps.bus);
  const persons = new Map<string, string>();
  const commits = createGroupCommit(sink, (links: Link[]) => {
    for (const { kind, row } of links) {
      const personId = kind === 'begin' ? row.person_id : persons.get(row.id);
      if (personId !== undefined) tell(personId, row.id);
      if (kind === 'end') persons.delete(row.id);
    }
  });
  /** Begun here and not ended; guards "exactly once" without asking the database. */
  const open = new Set<string>();
  const record: ActivityRecord = {
    async begin(entry) {
      const id = entry.id ?? ids('act');
      const row = toBeginning(entry, { id, at: clock.now(), writer: writers.id });
      const sequence = await commits.add({ kind: 'begin', row });
      open.add(id);
      persons.set(id, entry.personId);
      return { id, sequence };
    },
    async end(id, end, how) {
      if (!open.delete(id)) throw activityErrors.notOpen(id);
      try {
        await commits.add({ kind: 'end', row: toEnding(id, end, clock.now()) }, how?.patient);
      } catch (error) {
        // It may be tried again; until then the entry stays `started`.
        open.add(id);
        throw error;
      }
    },
    async write(entry, end) {
      const id = entry.id ?? ids('act');
      const row = toBeginning(entry, { id, at: clock.now(), writer: writers.id, end });
      return { id, sequence: await commits.add({ kind: 'begin', row }) };
    },
  };
  return {
    record,
    store: createActivityStore({ db: database.db, writers }),
    database,
    writers,
    verify: () => verifyChain(database.db),
    async close() {
      await commits.close();
      if (!deps.checkpoints) await checkpoints.close();
      await writers.close();
      tell.close();
      await closeDatabase();
    },
  };
}
