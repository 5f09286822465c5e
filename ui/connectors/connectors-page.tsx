import { getRouteApi, Link } from '@tanstack/react-router';
import { Cable, Plus } from 'lucide-react';
import { lazy, Suspense } from 'react';
import type { Connector } from '#shared/contract/connectors.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { formatAgo } from '../components/format.ts';
import { LoadError, PageHeader } from '../components/page.tsx';
import { SearchInput } from '../components/search-input.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { Badge, State } from '../components/state.tsx';
import { type Column, Table } from '../components/table.tsx';
import { useNow } from '../components/use-now.ts';
import { useConnectors } from '../projects/use-connectors.ts';
import { ServerIcon } from './server-icon.tsx';
import { TryExample } from './try-example.tsx';
import { connectorStateWords } from './words.ts';

const AddConnectorDialog = lazy(async () => ({
  default: (await import('./add-connector-dialog.tsx')).AddConnectorDialog,
}));
const ImportDialog = lazy(async () => ({ default: (await import('./import-dialog.tsx')).ImportDialog }));

const route = getRouteApi('/frame/connectors');

function countsInWords({ counts }: Connector): string {
  if (counts === undefined) return '–';
  return `${counts.tools} / ${counts.resources + counts.resourceTemplates} / ${counts.prompts}`;
}

function accountInWords(connector: Connector): string {
  const account = connector.accounts.find((each) => each.isDefault) ?? connector.accounts[0];
  if (account === undefined) return '–';
  const more = connector.accounts.length - 1;
  const name = account.kind === 'none' ? 'no sign-in' : account.label;
  return more > 0 ? `${name} +${more}` : name;
}

const columns = (now: number): Column<Connector>[] => [
  {
    key: 'name',
    header: 'Name',
    width: 'minmax(0,2.4fr)',
    cell: (connector) => (
      <span className="flex min-w-0 items-center gap-2.5">
        <ServerIcon name={connector.name} icon={connector.icon} />
        <span className="min-w-0">
          <span className="flex min-w-0 items-center gap-2">
            <Link
              to="/connectors/$connectorId/tools"
              params={{ connectorId: connector.id }}
              className="truncate text-base font-medium text-ink"
            >
              {connector.name}
            </Link>
            {connector.heldCount > 0 && <Badge tone="wait">{connector.heldCount} to review</Badge>}
          </span>
          <span className="block truncate text-xs text-faint md:hidden">{connector.host}</span>
        </span>
      </span>
    ),
  },
  {
    key: 'host',
    header: 'Host',
    width: 'minmax(0,1.6fr)',
    from: 'md',
    cell: (connector) => (
      <span className="block truncate font-mono text-xs text-muted">{connector.host}</span>
    ),
  },
  {
    key: 'account',
    header: 'Account',
    width: 'minmax(0,1fr)',
    from: 'lg',
    cell: (connector) => <span className="block truncate text-muted">{accountInWords(connector)}</span>,
  },
  {
    key: 'state',
    header: 'State',
    width: '8.5rem',
    cell: (connector) => {
      const { tone, word, reason } = connectorStateWords(connector);
      return (
        <State tone={tone} title={reason}>
          {word}
        </State>
      );
    },
  },
  {
    key: 'counts',
    header: 'Tools / resources / prompts',
    width: '11rem',
    from: 'lg',
    align: 'end',
    cell: (connector) => <span className="tabular text-muted">{countsInWords(connector)}</span>,
  },
  {
    key: 'used',
    header: 'Last used',
    width: '6.5rem',
    from: 'md',
    align: 'end',
    cell: (connector) => (
      <span className="text-muted">
        {connector.lastUsedAt === undefined ? 'never' : formatAgo(connector.lastUsedAt, now)}
      </span>
    ),
  },
];

function FirstConnector() {
  const navigate = route.useNavigate();
  return (
    <EmptyState
      icon={<Cable aria-hidden />}
      title="No connectors yet"
      actions={
        <>
          <Button
            tone="primary"
            icon={<Plus aria-hidden className="size-4" />}
            onClick={() => void navigate({ search: { add: true } })}
          >
            Add custom connector
          </Button>
          <TryExample />
          <Button onClick={() => void navigate({ search: { import: true } })}>Import</Button>
        </>
      }
    >
      A connector gives assistants the tools, resources and prompts of a remote MCP server, and you decide
      about every call.
    </EmptyState>
  );
}

export function ConnectorsPage() {
  const { q = '', add, url, name, import: importing } = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useConnectors();
  const now = useNow();
  const needle = q.trim().toLowerCase();
  const rows = (data ?? []).filter(
    (connector) => needle === '' || `${connector.name} ${connector.url}`.toLowerCase().includes(needle),
  );
  const close = () => void navigate({ search: { q: q === '' ? undefined : q } });
  const hasSome = data !== undefined && data.length > 0;
  return (
    <>
      <PageHeader
        title="Connectors"
        actions={
          hasSome && (
            <>
              {data.length > 5 && (
                <SearchInput
                  label="Search connectors"
                  value={q}
                  onChange={(next) => void navigate({ search: { q: next || undefined }, replace: true })}
                  className="w-52 max-sm:w-36"
                />
              )}
              <Button
                className="max-sm:hidden"
                onClick={() => void navigate({ search: { q: q || undefined, import: true } })}
              >
                Import
              </Button>
              <Button
                tone="primary"
                keys="a"
                hint="Add custom connector"
                icon={<Plus aria-hidden className="size-4" />}
                onClick={() => void navigate({ search: { q: q || undefined, add: true } })}
              >
                <span className="max-sm:hidden">Add custom connector</span>
                <span className="sm:hidden">Add</span>
              </Button>
            </>
          )
        }
      />
      {error !== null && data === undefined && <LoadError error={error} retry={() => void refetch()} />}
      {data === undefined && error === null && <SkeletonRows label="Loading connectors" />}
      {data?.length === 0 && <FirstConnector />}
      {hasSome && (
        <Table
          label="Connectors"
          columns={columns(now)}
          rows={rows}
          keyOf={(connector) => connector.id}
          rowHeight={52}
          className="min-h-0 flex-1"
          onOpen={(connector) =>
            void navigate({ to: '/connectors/$connectorId/tools', params: { connectorId: connector.id } })
          }
          footer={
            rows.length === 0 && (
              <p className="px-6 py-8 text-center text-sm text-muted">No connector matches “{q}”.</p>
            )
          }
        />
      )}
      <Suspense fallback={null}>
        {(add || url !== undefined) && (
          <AddConnectorDialog url={url ?? ''} name={name ?? ''} onClose={close} />
        )}
        {importing && <ImportDialog onClose={close} />}
      </Suspense>
    </>
  );
}
