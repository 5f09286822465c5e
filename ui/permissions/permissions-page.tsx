// Permissions: every tool of the chosen project with what is effective, which layer decides, and by which rule.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { EmptyState } from '../components/empty-state.tsx';
import { LoadError, PageHeader } from '../components/page.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { Table } from '../components/table.tsx';
import { effectiveQuery } from '../gate/queries.ts';
import { useProjects } from '../projects/chosen-project.ts';
import type { PermissionsSearch } from '../search.ts';
import { SettingsTabs } from '../settings/settings-tabs.tsx';
import { type EffectiveRow, filterRows } from './filter-rows.ts';
import { permissionColumns } from './permission-columns.tsx';
import { PermissionFilters } from './permission-filters.tsx';

const route = getRouteApi('/frame/settings/permissions');
const none: EffectiveRow[] = [];

function Rows({ projectId }: { projectId: string }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(effectiveQuery(projectId));
  const all = data?.rows ?? none;
  const wanted = useDeferredValue(search);
  const rows = useMemo(() => filterRows(all, wanted), [all, wanted]);
  const onSearch = (change: Partial<PermissionsSearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace });
  if (error !== null && data === undefined) return <LoadError error={error} retry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows rows={10} label="Loading permissions" />;
  if (all.length === 0)
    return (
      <EmptyState icon={<ShieldCheck aria-hidden />} title="No tools yet">
        Once a connector is connected, what each of its tools may do is shown here, and why.
      </EmptyState>
    );
  return (
    <>
      <PermissionFilters rows={all} search={search} onSearch={onSearch} />
      <Table
        label="Effective permissions"
        columns={permissionColumns}
        rows={rows}
        keyOf={(row) => `${row.connectorId} ${row.tool}`}
        rowHeight={48}
        className="min-h-0 flex-1"
        onOpen={({ connectorId, tool }) =>
          void navigate({ to: '/connectors/$connectorId/tools', params: { connectorId }, search: { tool } })
        }
        footer={
          rows.length === 0 && (
            <p className="px-6 py-8 text-center text-sm text-muted">No tool fits these filters.</p>
          )
        }
      />
    </>
  );
}

export function PermissionsPage() {
  const { current, areSeveral } = useProjects();
  return (
    <>
      <PageHeader
        title="Permissions"
        subtitle={
          areSeveral
            ? `What is effective in ${current?.name}, and which layer decides`
            : 'What is effective, and which layer decides'
        }
      >
        <SettingsTabs />
      </PageHeader>
      {current === undefined ? (
        <SkeletonRows rows={10} label="Loading permissions" />
      ) : (
        <Rows key={current.id} projectId={current.id} />
      )}
    </>
  );
}
