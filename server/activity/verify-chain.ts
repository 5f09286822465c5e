// Makes every hash of the record again and compares. Finds changed, removed, added and reordered links.
import type { Kysely } from 'kysely';
import type { Tables } from '#server/storage/tables.ts';
import type { ChainVerdict } from '#shared/contract/activity.ts';
import type { ActivityRow } from './entry-rows.ts';
import { type ChainHead, genesis, type Link, linkHash } from './links.ts';
import { checkpointText } from './prune-activity.ts';

const pageRows = 500;

interface StoredLink {
  sequence: number;
  hash: string;
  link: Link;
  row: ActivityRow;
}

/** Verifies from the newest checkpoint to the head as it stands at the call; writing may go on meanwhile. */
export async function verifyChain(db: Kysely<Tables>): Promise<ChainVerdict> {
  const head = await db.selectFrom('activity_chain').selectAll().where('id', '=', 1).executeTakeFirst();
  if (!head) return broken(0, 0, undefined, 'The head of the chain is missing.');
  const checkpoint = await db
    .selectFrom('activity_checkpoint')
    .selectAll()
    .orderBy('sequence', 'desc')
    .executeTakeFirst();
  if (checkpoint && !(await isRecorded(db, checkpoint))) {
    return broken(
      0,
      checkpoint.sequence,
      checkpoint.entry_id,
      'The checkpoint is not the one that was recorded.',
    );
  }
  let last: ChainHead = checkpoint ?? { sequence: 0, hash: genesis };
  const from = last.sequence;
  let links = 0;
  for await (const stored of linksInOrder(db, from, head.sequence)) {
    const expected = last.sequence + 1;
    if (stored.sequence !== expected) {
      return broken(
        links,
        expected,
        undefined,
        `Link ${expected} is missing: an entry was removed or moved.`,
      );
    }
    const wrong = faultOf(stored, last);
    if (wrong) return broken(links, expected, stored.row.id, wrong);
    last = { sequence: stored.sequence, hash: stored.hash };
    links++;
  }
  if (last.sequence !== head.sequence || last.hash !== head.hash) {
    return broken(
      links,
      last.sequence + 1,
      undefined,
      'The newest links are missing, or the head was changed.',
    );
  }
  return { intact: true, links, from, head: { sequence: head.sequence, hash: head.hash } };
}

/** The removal itself is an entry of the chain, and says where it ended. */
async function isRecorded(db: Kysely<Tables>, checkpoint: Tables['activity_checkpoint']): Promise<boolean> {
  const entry = await db
    .selectFrom('activity')
    .select(['details', 'sequence'])
    .where('id', '=', checkpoint.entry_id)
    .executeTakeFirst();
  if (!entry || entry.sequence <= checkpoint.sequence) return false;
  const { summary } = JSON.parse(entry.details) as { summary?: string };
  return summary === checkpointText(checkpoint.sequence, checkpoint.hash);
}

function broken(
  links: number,
  sequence: number,
  entryId: string | undefined,
  sentence: string,
): ChainVerdict {
  return { intact: false, links, sequence, entryId, sentence };
}

function faultOf(stored: StoredLink, before: ChainHead): string | undefined {
  const { row, link } = stored;
  if (link.kind === 'begin') {
    const over = row.end_sequence !== null;
    const unendedButOver = row.started === 1 && !over && row.outcome !== 'started';
    const endWithoutLink = !over && (row.end_hash ?? row.ended_at ?? row.end_details) !== null;
    if (unendedButOver || endWithoutLink) return 'Its end was written past the chain.';
    if (row.started === 0 && over) return 'It was over at once and has a second end.';
  }
  if (linkHash(stored.sequence, before.hash, link) !== stored.hash) {
    return link.kind === 'begin'
      ? 'What the entry said when it was begun was changed.'
      : 'What the entry said about its end was changed.';
  }
  return undefined;
}

/** Beginnings and ends merged by their place. */
async function* linksInOrder(db: Kysely<Tables>, after: number, to: number): AsyncGenerator<StoredLink> {
  const begins = pages(db, 'sequence', after, to);
  const ends = pages(db, 'end_sequence', after, to);
  let begin = await begins.next();
  let end = await ends.next();
  while (!begin.done || !end.done) {
    const beginFirst = end.done || (!begin.done && begin.value.sequence < (end.value.end_sequence ?? 0));
    if (beginFirst && !begin.done) {
      yield asBegin(begin.value);
      begin = await begins.next();
    } else if (!end.done) {
      yield asEnd(end.value);
      end = await ends.next();
    }
  }
}

async function* pages(
  db: Kysely<Tables>,
  column: 'sequence' | 'end_sequence',
  after: number,
  to: number,
): AsyncGenerator<ActivityRow> {
  for (let from = after; ; ) {
    const rows = await db
      .selectFrom('activity')
      .selectAll()
      .where(column, '>', from)
      .where(column, '<=', to)
      .orderBy(column)
      .limit(pageRows)
      .execute();
    yield* rows;
    const last = rows.at(-1)?.[column];
    if (rows.length < pageRows || last === null || last === undefined) return;
    from = last;
    // SQLite answers in this turn; others must get theirs.
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function asBegin(row: ActivityRow): StoredLink {
  // Its own outcome and time were overwritten by the end; while it ran they were these.
  const link: Link = {
    kind: 'begin',
    row: row.started === 1 ? { ...row, outcome: 'started', milliseconds: null } : row,
  };
  return { sequence: row.sequence, hash: row.hash, link, row };
}

function asEnd(row: ActivityRow): StoredLink {
  const link: Link = {
    kind: 'end',
    row: {
      id: row.id,
      ended_at: row.ended_at ?? 0,
      outcome: row.outcome,
      milliseconds: row.milliseconds,
      end_details: row.end_details ?? '',
    },
  };
  return { sequence: row.end_sequence ?? 0, hash: row.end_hash ?? '', link, row };
}
