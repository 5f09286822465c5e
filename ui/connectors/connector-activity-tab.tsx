// *Activity* of one connector: the same table, filtered to it.
import { getRouteApi } from '@tanstack/react-router';
import { ActivityView } from '../activity/activity-view.tsx';

const route = getRouteApi('/frame/connectors/$connectorId/activity');

export function ConnectorActivityTab() {
  const { connectorId } = route.useParams();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <ActivityView
      search={{ ...search, connector: connectorId }}
      ofConnector
      onSearch={(change, replace) =>
        void navigate({
          search: (old) => ({ ...old, ...change, connector: undefined }),
          replace: replace ?? false,
        })
      }
    />
  );
}
