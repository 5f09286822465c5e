// *Tools & permissions*: the tools in groups with the three-way choice, and the open tool beside the list.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { Wrench } from 'lucide-react';
import { useDeferredValue, useMemo, useState } from 'react';
import type { ToolGroup } from '#shared/contract/catalogue.ts';
import { asAppError } from '../api/errors.ts';
import { catalogueQuery, connectorQuery } from '../api/queries.ts';
import { NarrowedBy } from '../ceilings/narrowed-by.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { LoadError } from '../components/page.tsx';
import { SearchInput } from '../components/search-input.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { VirtualList } from '../components/virtual-list.tsx';
import { ToolPanel } from './tool-panel.tsx';
import { GroupRow, HeldRow, ToolRowView } from './tool-row-views.tsx';
import { searchTools, type ToolEntry, type ToolRow, toolEntries, toolRows } from './tool-rows.ts';
import { useSetPermission } from './use-set-permission.ts';
import { groupOrder, groupShortWords } from './words.ts';

const route = getRouteApi('/frame/connectors/$connectorId/tools');
const keyOf = (row: ToolRow): string => row.key;
const heightOf = (row: ToolRow): number => (row.kind === 'tool' ? 45 : 41);

function GroupCounts({
  entries,
  chosen,
  onChoose,
}: {
  entries: ToolEntry[];
  chosen: ToolGroup | undefined;
  onChoose: (group: ToolGroup | undefined) => void;
}) {
  const counts = groupOrder
    .map((group) => ({ group, count: entries.filter((entry) => entry.state.group === group).length }))
    .filter(({ count }) => count > 0);
  return (
    <fieldset className="flex flex-wrap items-center gap-1">
      <legend className="sr-only">Show only one group</legend>
      {counts.map(({ group, count }) => (
        <button
          key={group}
          type="button"
          aria-pressed={chosen === group}
          onClick={() => onChoose(chosen === group ? undefined : group)}
          className="tabular rounded-full px-2 py-0.5 text-xs text-muted hover:bg-hover aria-pressed:bg-accent-soft aria-pressed:text-accent max-md:py-1.5"
        >
          {count} {groupShortWords[group]}
        </button>
      ))}
    </fieldset>
  );
}

export function ToolsTab() {
  const { connectorId } = route.useParams();
  const { q = '', tool: openName, group, rule } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: connector } = useQuery(connectorQuery(connectorId));
  const { data, error, refetch } = useQuery(catalogueQuery(connectorId));
  const setPermission = useSetPermission(connectorId);
  const [closed, setClosed] = useState<ReadonlySet<ToolGroup>>(new Set());
  const search = useDeferredValue(q);
  const entries = useMemo(() => (data === undefined ? [] : toolEntries(data)), [data]);
  const rows = useMemo(
    () => toolRows(searchTools(entries, search, group), closed),
    [entries, search, group, closed],
  );
  const open = entries.find((entry) => entry.tool.name === openName);
  const openRow = rows.find((row) => row.kind === 'tool' && row.entry.tool.name === openName)?.key;

  if (error !== null && data === undefined) return <LoadError error={error} retry={() => void refetch()} />;
  if (data === undefined || connector === undefined) return <SkeletonRows rows={8} label="Loading tools" />;
  if (entries.length === 0)
    return (
      <EmptyState icon={<Wrench aria-hidden />} title="No tools">
        {data.catalogue === undefined
          ? `${connector.name} was not listed yet.`
          : (data.catalogue.notes.tools ?? `${connector.name} offers no tools to this account.`)}
      </EmptyState>
    );

  const toggle = (which: ToolGroup) => {
    const next = new Set(closed);
    if (!next.delete(which)) next.add(which);
    setClosed(next);
  };
  return (
    <div className="flex min-h-0 flex-1">
      <div
        className={clsx(
          'flex min-w-0 flex-1 flex-col',
          openName !== undefined && 'max-lg:hidden lg:max-w-[46%]',
        )}
      >
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2 md:px-6">
          <SearchInput
            label="Search tools"
            value={q}
            onChange={(next) =>
              void navigate({ search: (old) => ({ ...old, q: next || undefined }), replace: true })
            }
            className="min-w-40 max-w-72 flex-1"
          />
          <GroupCounts
            entries={entries}
            chosen={group}
            onChoose={(next) => void navigate({ search: (old) => ({ ...old, group: next }) })}
          />
        </div>
        {openName === undefined && <NarrowedBy connector={connector} />}
        {setPermission.error !== null && (
          <ErrorNote error={asAppError(setPermission.error)} className="m-3 shrink-0" />
        )}
        {rows.length === 0 && (
          <p className="px-6 py-8 text-center text-sm text-muted">No tool matches “{q}”.</p>
        )}
        <VirtualList
          label="Tools"
          rows={rows}
          keyOf={keyOf}
          heightOf={heightOf}
          show={openRow}
          className="@container min-h-0 flex-1"
        >
          {(row) => {
            if (row.kind === 'held') return <HeldRow count={row.count} />;
            if (row.kind === 'group')
              return (
                <GroupRow
                  row={row}
                  onToggle={() => toggle(row.group)}
                  onPermission={(permission) =>
                    setPermission.mutate({ target: { kind: 'group', group: row.group }, permission })
                  }
                />
              );
            return (
              <ToolRowView
                entry={row.entry}
                isOpen={row.entry.tool.name === openName}
                onPermission={(permission) =>
                  setPermission.mutate({ target: { kind: 'tool', tool: row.entry.tool.name }, permission })
                }
              />
            );
          }}
        </VirtualList>
      </div>
      {openName !== undefined && (
        <ToolPanel
          key={openName}
          connector={connector}
          name={openName}
          entry={open}
          rule={rule}
          onPermission={(permission) =>
            setPermission.mutate({ target: { kind: 'tool', tool: openName }, permission })
          }
          onClose={() => void navigate({ search: (old) => ({ ...old, tool: undefined }) })}
        />
      )}
    </div>
  );
}
