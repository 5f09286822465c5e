// Activity: everything that was called and changed, live; its export, and the state of the record itself.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { sessionQuery } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { PageHeader } from '../components/page.tsx';
import type { ActivitySearch } from '../search.ts';
import { ActivityView } from './activity-view.tsx';
import { ExportMenu } from './export-menu.tsx';
import { useActivityFilter } from './use-activity-filter.ts';

const RecordDialog = lazy(async () => ({ default: (await import('./record-dialog.tsx')).RecordDialog }));

const route = getRouteApi('/frame/activity');

export function ActivityPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { data: session } = useQuery(sessionQuery);
  const filter = useActivityFilter(search, false);
  const isAdministrator = session?.person !== undefined && session.person.role !== 'member';
  const onSearch = (change: Partial<ActivitySearch>, replace = false) =>
    void navigate({ search: (old) => ({ ...old, ...change }), replace });
  return (
    <>
      <PageHeader
        title="Activity"
        actions={
          <>
            {isAdministrator && (
              <Button
                size="small"
                icon={<ShieldCheck aria-hidden className="size-4" />}
                onClick={() => onSearch({ record: true })}
              >
                The record
              </Button>
            )}
            <ExportMenu filter={filter} />
          </>
        }
      />
      <ActivityView search={search} onSearch={onSearch} />
      {search.record && isAdministrator && (
        <Suspense fallback={null}>
          <RecordDialog onClose={() => onSearch({ record: undefined })} />
        </Suspense>
      )}
    </>
  );
}
