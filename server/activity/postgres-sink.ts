import { type Kysely, sql } from 'kysely';
import type { Tables } from '#server/storage/tables.ts';
import type { ChainSink } from './group-commit.ts';
import { type ChainHead, chain, type Link } from './links.ts';

const lossesBeforeLocking = 2;

/**
 * One chain for all replicas. A batch goes out as one statement that moves the head of the chain only if it still
 * stands where this process left it; who loses reads the head and tries again, and after that takes its lock.
 */
export function createPostgresSink(db: Kysely<Tables>): ChainSink {
  let head: ChainHead | undefined;
  const readHead = (from: Kysely<Tables>, lock: boolean): Promise<ChainHead> => {
    const query = from.selectFrom('activity_chain').select(['sequence', 'hash']).where('id', '=', 1);
    return (lock ? query.forUpdate() : query).executeTakeFirstOrThrow();
  };
  return {
    async commit(links) {
      try {
        for (let losses = 0; losses < lossesBeforeLocking; losses++) {
          head ??= await readHead(db, false);
          const next = chain(head, links);
          if (await append(db, head, next)) {
            head = next.head;
            return next.placed.map((p) => p.sequence);
          }
          head = undefined;
        }
        const next = await db.transaction().execute(async (transaction) => {
          const locked = await readHead(transaction, true);
          const placed = chain(locked, links);
          if (!(await append(transaction, locked, placed))) throw new Error('The head of the chain moved');
          return placed;
        });
        head = next.head;
        return next.placed.map((p) => p.sequence);
      } catch (error) {
        head = undefined;
        throw error;
      }
    },
    async close() {},
  };
}

type Placed = ReturnType<typeof chain>;

/**
 * False when the head was not `from` any more; nothing was written then. That an entry is open is asked of `end_hash`,
 * which has no index: asked of `end_sequence`, PostgreSQL walks all that were ever left open to find a few by their id.
 */
async function append(db: Kysely<Tables>, from: ChainHead, next: Placed): Promise<boolean> {
  const rows = (kind: Link['kind']): string =>
    JSON.stringify(
      next.placed
        .filter((p) => p.link.kind === kind)
        .map((p) => ({ ...p.link.row, sequence: p.sequence, hash: p.hash })),
    );
  const { rows: moved } = await sql<{ moved: number; ends: number }>`
    with moved as (
      update activity_chain set sequence = ${next.head.sequence}, hash = ${next.head.hash}
      where id = 1 and sequence = ${from.sequence} and hash = ${from.hash}
      returning 1
    ), begun as (
      insert into activity (sequence, hash, started, id, at, person_id, project_id, kind, door, client, connector_id,
        account_id, subject, arguments_digest, outcome, milliseconds, details, writer)
      select sequence, hash, case when outcome = 'started' then 1 else 0 end, id, at, person_id, project_id, kind,
        door, client, connector_id, account_id, subject, arguments_digest, outcome, milliseconds, details, writer
      from json_to_recordset(${rows('begin')}::json) as r(sequence bigint, hash text, id text, at bigint,
        person_id text, project_id text, kind text, door text, client text, connector_id text, account_id text,
        subject text, arguments_digest text, outcome text, milliseconds bigint, details text, writer text)
      where exists (select 1 from moved)
    ), ended as (
      update activity a set end_sequence = r.sequence, end_hash = r.hash, ended_at = r.ended_at,
        outcome = r.outcome, milliseconds = r.milliseconds, end_details = r.end_details
      from json_to_recordset(${rows('end')}::json) as r(sequence bigint, hash text, id text, ended_at bigint,
        outcome text, milliseconds bigint, end_details text)
      where a.id = r.id and a.started = 1 and a.end_hash is null and exists (select 1 from moved)
      returning 1
    )
    select (select count(*) from moved) as moved, (select count(*) from ended) as ends`.execute(db);
  return Number(moved[0]?.moved) === 1;
}
