// One approval at its own address: where links from refusals and notices lead.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { LoadError, PageColumn, PageHeader } from '../components/page.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { approvalQuery } from '../gate/queries.ts';
import { ApprovalCard } from './approval-card.tsx';

const route = getRouteApi('/frame/approvals/$approvalId');

export function ApprovalPage() {
  const { approvalId } = route.useParams();
  const { data: approval, error, refetch } = useQuery(approvalQuery(approvalId));
  return (
    <>
      <PageHeader
        title="Approval"
        {...(approval === undefined ? {} : { documentTitle: `Approval of ${approval.subject}` })}
      />
      {error !== null && approval === undefined && <LoadError error={error} retry={() => void refetch()} />}
      <PageColumn>
        {approval === undefined && error === null && <Skeleton className="h-64 w-full" />}
        {approval !== undefined && <ApprovalCard approval={approval} isCurrent />}
        <Link to="/approvals" className="text-sm text-accent underline underline-offset-2">
          All approvals
        </Link>
      </PageColumn>
    </>
  );
}
