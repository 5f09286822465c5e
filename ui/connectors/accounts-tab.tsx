// *Accounts*: the sign-ins of a connector, each with its label and state.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { connectorQuery } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { PageColumn } from '../components/page.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { AccountCard } from './account-card.tsx';
import { AccountDialog, type AccountDialogKind } from './account-dialog.tsx';

const route = getRouteApi('/frame/connectors/$connectorId');

export function AccountsTab() {
  const { connectorId } = route.useParams();
  const { data: connector } = useQuery(connectorQuery(connectorId));
  const [dialog, setDialog] = useState<AccountDialogKind>();
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: (action: () => Promise<unknown>) => action(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['connectors'] }),
  });
  if (connector === undefined) return <SkeletonRows rows={3} label="Loading accounts" />;
  const add = () => setDialog({ kind: 'add' });
  return (
    <PageColumn>
      <section className="space-y-3">
        <div className="flex items-center justify-between gap-3">
          <h2 className="text-base font-semibold">Accounts of {connector.name}</h2>
          <Button
            size="small"
            keys="a"
            hint="Add account"
            icon={<Plus aria-hidden className="size-4" />}
            onClick={add}
          >
            Add account
          </Button>
        </div>
        {connector.accounts.length === 0 ? (
          <EmptyState icon={<KeyRound aria-hidden />} title="No account">
            Add one to use this connector.
          </EmptyState>
        ) : (
          <ul className="divide-y rounded-lg border">
            {connector.accounts.map((account) => (
              <AccountCard
                key={account.id}
                connector={connector}
                account={account}
                act={(action) => act.mutate(action)}
                error={act.error}
                openDialog={setDialog}
              />
            ))}
          </ul>
        )}
        <p className="text-sm text-muted text-pretty">
          Each account is one sign-in. The default one is used unless a call names another. Secrets are stored
          encrypted and never shown again.
        </p>
      </section>
      {dialog !== undefined && (
        <AccountDialog connector={connector} dialog={dialog} onClose={() => setDialog(undefined)} />
      )}
    </PageColumn>
  );
}
