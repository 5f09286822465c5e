// What the address of the page says, as the filter of the record; the table and the export ask for the same.
import type { ActivityFilter } from '../api/queries.ts';
import { useProjects } from '../projects/chosen-project.ts';
import type { ActivitySearch } from '../search.ts';

const dayMilliseconds = 86_400_000;

/** `2026-07-28` → the first millisecond of that day where the reader is. */
const startOf = (day: string): number => new Date(`${day}T00:00:00`).getTime();

export function useActivityFilter(search: ActivitySearch, ofConnector: boolean): ActivityFilter {
  const { current, areSeveral } = useProjects();
  const ofProject = areSeveral && !ofConnector && search.project === undefined;
  return {
    projectId: ofProject ? current?.id : undefined,
    connectorId: search.connector,
    accountId: search.account,
    subject: search.subject,
    kind: search.kind,
    door: search.door,
    outcome: search.outcome,
    search: search.q,
    from: search.from === undefined ? undefined : startOf(search.from),
    // Both days count in full; a day with a change of the clock is an hour longer or shorter.
    to: search.to === undefined ? undefined : startOf(nextDay(search.to)) - 1,
    everybody: search.everybody === true ? 'true' : undefined,
  };
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMilliseconds).toISOString().slice(0, 10);
}
