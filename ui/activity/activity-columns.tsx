// Columns of the record.
import type { ActivityEntry } from '#shared/contract/activity.ts';
import { formatDuration, formatMoment } from '../components/format.ts';
import { State } from '../components/state.tsx';
import type { Column } from '../components/table.tsx';
import type { ActivitySearch } from '../search.ts';
import { doorWords, kindWords, outcomeWords } from './words.ts';

export function activityColumns(
  now: number,
  ofConnector: boolean,
  onSearch: (change: Partial<ActivitySearch>) => void,
): Column<ActivityEntry>[] {
  const columns: (Column<ActivityEntry> | false)[] = [
    {
      key: 'when',
      header: 'When',
      width: '7.5rem',
      from: 'sm',
      cell: (entry) => (
        <time dateTime={new Date(entry.at).toISOString()} className="tabular text-xs text-muted">
          {formatMoment(entry.at, now)}
        </time>
      ),
    },
    {
      key: 'what',
      header: 'What',
      width: 'minmax(0,2.2fr)',
      cell: (entry) => (
        <button
          type="button"
          onClick={() => onSearch({ entry: entry.id })}
          className="block max-w-full truncate rounded-sm text-left -outline-offset-1"
        >
          <span className={entry.kind === 'change' || entry.kind === 'sign-in' ? '' : 'font-mono text-xs'}>
            {entry.kind === 'change' ? (entry.summary ?? entry.subject) : entry.subject}
          </span>
        </button>
      ),
    },
    {
      key: 'kind',
      header: 'Kind',
      width: '7rem',
      from: 'lg',
      cell: (entry) => <span className="text-muted">{kindWords[entry.kind]}</span>,
    },
    !ofConnector && {
      key: 'connector',
      header: 'Connector',
      width: 'minmax(0,1.1fr)',
      from: 'md',
      cell: (entry) => <span className="block truncate text-muted">{entry.connectorName ?? '–'}</span>,
    },
    {
      key: 'door',
      header: 'By',
      width: 'minmax(0,1fr)',
      from: 'lg',
      cell: (entry) => (
        <span className="block truncate text-muted">{entry.client ?? doorWords[entry.door]}</span>
      ),
    },
    {
      key: 'outcome',
      header: 'Outcome',
      width: '7.5rem',
      cell: (entry) => {
        const { word, tone } = outcomeWords[entry.outcome];
        return <State tone={tone}>{word}</State>;
      },
    },
    {
      key: 'time',
      header: 'Took',
      width: '4.5rem',
      from: 'sm',
      align: 'end',
      cell: (entry) => (
        <span className="tabular text-xs text-muted">
          {entry.milliseconds === undefined ? '–' : formatDuration(entry.milliseconds)}
        </span>
      ),
    },
  ];
  return columns.filter((column) => column !== false);
}
