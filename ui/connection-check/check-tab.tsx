// *Connection check* of a connector, with its default account.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { connectorQuery } from '../api/queries.ts';
import { PageColumn } from '../components/page.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { CheckView } from './check-view.tsx';

const route = getRouteApi('/frame/connectors/$connectorId');

export function CheckTab() {
  const { connectorId } = route.useParams();
  const { data: connector } = useQuery(connectorQuery(connectorId));
  const accountId = connector?.accounts.find((account) => account.isDefault)?.id;
  const target = useMemo(
    () => ({ connectorId, ...(accountId === undefined ? {} : { accountId }) }),
    [connectorId, accountId],
  );
  if (connector === undefined) return <SkeletonRows rows={4} label="Loading the connector" />;
  return (
    <PageColumn>
      <section className="space-y-3">
        <h2 className="text-base font-semibold">Connection check</h2>
        <p className="text-sm text-muted text-pretty">
          From the address of {connector.name} to its tool list, step by step, with the sign-in of the default
          account. Secrets are left out of what is shown and copied.
        </p>
        <CheckView key={connectorId} target={target} subject={connector.url} />
      </section>
    </PageColumn>
  );
}
