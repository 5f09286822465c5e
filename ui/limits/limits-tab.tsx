// *Limits*: every usage limit that counts calls of this connector.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { connectorQuery } from '../api/queries.ts';
import { LoadError, PageColumn } from '../components/page.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { limitsQuery } from '../gate/queries.ts';
import { LimitList } from './limit-list.tsx';

const route = getRouteApi('/frame/connectors/$connectorId/limits');

export function LimitsTab() {
  const { connectorId } = route.useParams();
  const { limit } = route.useSearch();
  const { data: connector } = useQuery(connectorQuery(connectorId));
  const { data: limits, error, refetch } = useQuery(limitsQuery({ connectorId }));
  if (error !== null && limits === undefined) return <LoadError error={error} retry={() => void refetch()} />;
  if (limits === undefined || connector === undefined) return <SkeletonRows label="Loading limits" />;
  return (
    <PageColumn>
      <section aria-labelledby="limits" className="space-y-3">
        <div>
          <h2 id="limits" className="text-base font-semibold">
            Usage limits of {connector.name}
          </h2>
          <p className="text-sm text-muted text-pretty">
            One counter for conversations, other apps and calls by hand. A call over a limit is not sent.
            Limits of a single tool are set beside the tool.
          </p>
        </div>
        <LimitList
          limits={limits}
          target={{ connectorId, projectId: connector.projectId }}
          scopes={['connector', 'project', 'person']}
          shown={limit}
        />
      </section>
    </PageColumn>
  );
}
