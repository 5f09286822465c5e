// `causeway activity`: list and export what happened.
import { type ActivityEntry, activityEndpoints } from '#shared/contract/activity.ts';
import { badOption } from '../errors.ts';
import { findConnector } from '../find-connector.ts';
import { moment, table } from '../output.ts';
import { printable } from '../render-result.ts';
import type { Command, Session } from '../session.ts';

export interface ActivityOptions {
  connector?: string;
  kind?: string;
  outcome?: string;
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
