// Activity: everything that was called and changed, live.
import { getRouteApi } from '@tanstack/react-router';
import { PageHeader } from '../components/page.tsx';
import { ActivityView } from './activity-view.tsx';

const route = getRouteApi('/frame/activity');

export function ActivityPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <>
      <PageHeader title="Activity" />
      <ActivityView
        search={search}
        onSearch={(change, replace) =>
          void navigate({ search: (old) => ({ ...old, ...change }), replace: replace ?? false })
        }
      />
    </>
  );
}
