// `causeway activity`: list, export and verify what happened.
import { openRecordDatabase } from '#server/activity/record-database.ts';
import { verifyChain } from '#server/activity/verify-chain.ts';
import { type ActivityEntry, activityEndpoints } from '#shared/contract/activity.ts';
import { csvLine } from '../csv.ts';
import { badOption } from '../errors.ts';
import { findConnector } from '../find-connector.ts';
import { type PlaceOptions, withLocalDatabase } from '../local-database.ts';
import { jsonText, moment, table } from '../output.ts';
import { printable } from '../render-result.ts';
import type { Command, Session } from '../session.ts';

export interface ActivityOptions {
  connector?: string;
  kind?: ActivityEntry['kind'];
  outcome?: ActivityEntry['outcome'];
  search?: string;
  from?: string;
  to?: string;
  limit?: string;
}

export const listActivity: Command<[ActivityOptions]> = async (session, options) => {
  const limit = Number(options.limit ?? '50');
  if (!Number.isInteger(limit) || limit < 1)
    throw badOption('--limit needs a whole number above 0.', 'For instance --limit 100.');
  const entries: ActivityEntry[] = [];
  for await (const entry of pages(session, options)) {
    entries.push(entry);
    if (entries.length >= limit) break;
  }
  session.out.result({ entries }, () =>
    entries.length === 0
      ? 'Nothing happened yet, or nothing that fits.'
      : table([
          ['WHEN', 'WHAT', 'CONNECTOR', 'BY', 'DECISION', 'OUTCOME', 'MS'],
          ...entries.map((entry) => [
            moment(entry.at),
            printable(`${entry.kind} ${entry.subject}`),
            printable(entry.connectorName ?? ''),
            entry.door,
            entry.decision ?? '',
            entry.outcome === 'started' ? 'unknown' : entry.outcome,
            String(entry.milliseconds ?? ''),
          ]),
        ]),
  );
};

export interface ExportOptions extends ActivityOptions {
  format?: 'jsonl' | 'csv';
}

const columns = [
  'sequence',
  'at',
  'kind',
  'subject',
  'connector',
  'account',
  'person',
  'project',
  'door',
  'client',
  'decision',
  'decided by',
  'outcome',
  'milliseconds',
  'result bytes',
  'arguments digest',
  'summary',
  'problem',
] as const;

/** Everything that fits, newest first, entry by entry, so that no export is too large. */
export const exportActivity: Command<[ExportOptions]> = async (session, options) => {
  const asCsv = options.format === 'csv';
  if (asCsv) session.out.raw(csvLine(columns));
  for await (const entry of pages(session, options))
    session.out.raw(asCsv ? csvLine(cellsOf(entry)) : `${jsonText(entry)}\n`);
};

function cellsOf(entry: ActivityEntry): (string | number | undefined)[] {
  return [
    entry.sequence,
    new Date(entry.at).toISOString(),
    entry.kind,
    entry.subject,
    entry.connectorName ?? entry.connectorId,
    entry.accountId,
    entry.personName ?? entry.personId,
    entry.projectId,
    entry.door,
    entry.client,
    entry.decision,
    entry.decidedBy?.sentence,
    entry.outcome,
    entry.milliseconds,
    entry.resultBytes,
    entry.argumentsDigest,
    entry.summary,
    entry.problem?.message ?? entry.refusal?.sentence,
  ];
}

/** Makes every hash of the record again, on the database itself: a server that was tampered with is not asked. */
export const verifyActivity: Command<[PlaceOptions]> = (session, options) =>
  withLocalDatabase(session, options, async (database) => {
    const record = await openRecordDatabase(database);
    const verdict = await verifyChain(record.database.db).finally(() => record.close());
    session.out.result(verdict, () =>
      verdict.intact
        ? `The activity record is intact: ${verdict.links} links verified, up to ${verdict.head.sequence} with the hash ${verdict.head.hash}.`
        : `The activity record is broken at link ${verdict.sequence}${verdict.entryId ? ` (entry ${verdict.entryId})` : ''}: ${verdict.sentence}`,
    );
    return verdict.intact ? 'done' : 'recordBroken';
  });

/** Newest first, page by page. */
async function* pages(session: Session, options: ActivityOptions): AsyncGenerator<ActivityEntry> {
  const projectId = await session.projectId();
  const connectorId =
    options.connector === undefined ? undefined : (await findConnector(session, options.connector)).id;
  let before: number | undefined;
  do {
    const page = await session.client().call(activityEndpoints.list, {
      query: {
        projectId,
        connectorId,
        kind: options.kind,
        outcome: options.outcome,
        search: options.search,
        from: instant('--from', options.from),
        to: instant('--to', options.to),
        before,
        limit: 200,
      },
    });
    yield* page.entries;
    before = page.nextBefore;
  } while (before !== undefined);
}

function instant(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at))
    throw badOption(`${option} ${text} is no date.`, 'Write it as 2026-07-28 or 2026-07-28T14:05:00Z.');
  return at;
}
