// Columns of the table of effective permissions.
import { Link } from '@tanstack/react-router';
import { plural } from '../components/format.ts';
import { State } from '../components/state.tsx';
import type { Column } from '../components/table.tsx';
import { permissionWords } from '../connectors/words.ts';
import { callGroupWords, layerWords, permissionTones } from '../gate/words.ts';
import type { EffectiveRow } from './filter-rows.ts';

const special = ({ rules, limits }: EffectiveRow): string =>
  [rules > 0 ? plural(rules, 'rule') : '', limits > 0 ? plural(limits, 'limit') : '']
    .filter(Boolean)
    .join(', ');

export const permissionColumns: Column<EffectiveRow>[] = [
  {
    key: 'tool',
    header: 'Tool',
    width: 'minmax(0,1.5fr)',
    cell: (row) => (
      <>
        <Link
          to="/connectors/$connectorId/tools"
          params={{ connectorId: row.connectorId }}
          search={{ tool: row.tool }}
          className="block truncate font-mono text-xs text-ink"
        >
          {row.tool}
        </Link>
        <span className="block truncate text-xs text-faint md:hidden">{row.connectorName}</span>
      </>
    ),
  },
  {
    key: 'connector',
    header: 'Connector',
    width: 'minmax(0,1fr)',
    from: 'md',
    cell: (row) => <span className="block truncate text-muted">{row.connectorName}</span>,
  },
  {
    key: 'group',
    header: 'Group',
    width: '8.5rem',
    from: 'lg',
    cell: (row) => <span className="block truncate text-muted">{callGroupWords[row.group]}</span>,
  },
  {
    key: 'decision',
    header: 'Decision',
    width: '8rem',
    cell: ({ verdict }) => (
      <State tone={permissionTones[verdict.decision]}>{permissionWords[verdict.decision]}</State>
    ),
  },
  {
    key: 'layer',
    header: 'Decided by',
    width: 'minmax(0,2.4fr)',
    from: 'sm',
    cell: ({ verdict }) => (
      <>
        {verdict.link === undefined ? (
          <span className="block truncate">{layerWords[verdict.layer]}</span>
        ) : (
          <Link to={verdict.link} className="block truncate text-accent underline underline-offset-2">
            {layerWords[verdict.layer]}
          </Link>
        )}
        <span title={verdict.sentence} className="block truncate text-xs text-faint">
          {verdict.sentence}
        </span>
      </>
    ),
  },
  {
    key: 'special',
    header: 'Rules and limits',
    width: '8rem',
    from: 'lg',
    cell: (row) => <span className="block truncate text-xs text-muted">{special(row) || '–'}</span>,
  },
];
