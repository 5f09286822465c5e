// The record as a dense table with filters; a row opens to its whole story beside it.
import { useInfiniteQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { Activity } from 'lucide-react';
import { useDeferredValue, useMemo } from 'react';
import { endlessActivityQuery } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { LoadError } from '../components/page.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { Table } from '../components/table.tsx';
import { useNow } from '../components/use-now.ts';
import { useProjects } from '../projects/chosen-project.ts';
import { useConnectors } from '../projects/use-connectors.ts';
import type { ActivitySearch } from '../search.ts';
import { activityColumns } from './activity-columns.tsx';
import { ActivityFilters } from './activity-filters.tsx';
import { ActivityStory } from './activity-story.tsx';
import { useActivityFilter } from './use-activity-filter.ts';

interface ActivityViewProps {
  search: ActivitySearch;
  onSearch: (change: Partial<ActivitySearch>, replace?: boolean) => void;
  /** On the page of one connector its name goes without saying. */
  ofConnector?: boolean;
}

export function ActivityView({ search, onSearch, ofConnector = false }: ActivityViewProps) {
  const now = useNow();
  const { current, areSeveral } = useProjects();
  const { data: connectors = [] } = useConnectors();
  const filter = useDeferredValue(useActivityFilter(search, ofConnector));
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    endlessActivityQuery(filter),
  );
  const rows = useMemo(() => data?.pages.flatMap((page) => page.entries) ?? [], [data]);
  const columns = useMemo(() => activityColumns(now, ofConnector, onSearch), [now, ofConnector, onSearch]);
  const isFiltered = Object.entries(search).some(
    ([key, value]) =>
      key !== 'entry' && key !== 'record' && value !== undefined && !(ofConnector && key === 'connector'),
  );
  const openId = search.entry;
  return (
    <div className="flex min-h-0 flex-1">
      <div className={clsx('flex min-w-0 flex-1 flex-col', openId !== undefined && 'max-lg:hidden')}>
        <ActivityFilters
          search={search}
          connectors={connectors}
          ofConnector={ofConnector}
          onSearch={onSearch}
          project={areSeveral && !ofConnector ? current?.name : undefined}
          isFiltered={isFiltered}
        />
        {error !== null && data === undefined && <LoadError error={error} retry={() => void refetch()} />}
        {data === undefined && error === null && <SkeletonRows rows={10} label="Loading activity" />}
        {data !== undefined && rows.length === 0 && (
          <EmptyState
            icon={<Activity aria-hidden />}
            title={isFiltered ? 'Nothing matches' : 'Nothing happened yet'}
          >
            {isFiltered
              ? 'No entry of the record fits these filters.'
              : 'Every call and every change is recorded here, before it leaves this machine.'}
          </EmptyState>
        )}
        {rows.length > 0 && (
          <Table
            label="Activity"
            columns={
              openId === undefined
                ? columns
                : columns.filter((column) => !column.from || column.from === 'sm')
            }
            rows={rows}
            keyOf={(entry) => entry.id}
            rowHeight={36}
            selected={openId}
            onOpen={(entry) => onSearch({ entry: entry.id })}
            className="min-h-0 flex-1"
            footer={
              hasNextPage && (
                <div className="p-3 text-center">
                  <Button size="small" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                    Show older
                  </Button>
                </div>
              )
            }
          />
        )}
      </div>
      {openId !== undefined && (
        <ActivityStory key={openId} entryId={openId} onClose={() => onSearch({ entry: undefined })} />
      )}
    </div>
  );
}
