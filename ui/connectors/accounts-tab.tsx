// *Accounts*: the sign-ins of a connector, each with its label and state; one opens to all that is known of it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import { connectorQuery } from '../api/queries.ts';
import { AccountDetails } from '../authorization/account-details.tsx';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { PageColumn } from '../components/page.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { AccountCard } from './account-card.tsx';
import { AccountDialog, type AccountDialogKind } from './account-dialog.tsx';
import { ListAndPanel } from './list-and-panel.tsx';

const route = getRouteApi('/frame/connectors/$connectorId/accounts');

export function AccountsTab() {
  const { connectorId } = route.useParams();
  const { account: openId } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: connector } = useQuery(connectorQuery(connectorId));
  const [dialog, setDialog] = useState<AccountDialogKind>();
  const [removed, setRemoved] = useState<string>();
  const queryClient = useQueryClient();
  const act = useMutation({
    mutationFn: ({ action }: { accountId: string; action: () => Promise<unknown> }) => action(),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['connectors'] }),
  });
  if (connector === undefined) return <SkeletonRows rows={3} label="Loading accounts" />;
  const open = connector.accounts.find((each) => each.id === openId);
  const show = (account: string | undefined) =>
    void navigate({ search: (old) => ({ ...old, account }), replace: account === undefined });
  const list = (
    <PageColumn>
      <section className="space-y-3">
        <div className="flex items-center justify-between gap-3">
          <h2 className="text-base font-semibold">Accounts of {connector.name}</h2>
          <Button
            size="small"
            keys="a"
            hint="Add account"
            icon={<Plus aria-hidden className="size-4" />}
            onClick={() => setDialog({ kind: 'add' })}
          >
            Add account
          </Button>
        </div>
        {removed !== undefined && (
          <p role="status" className="rounded-lg border bg-sunken p-3 text-sm">
            {removed}
          </p>
        )}
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
                isOpen={account.id === openId}
                onOpen={() => show(account.id)}
                act={(action) => act.mutate({ accountId: account.id, action })}
                error={act.variables?.accountId === account.id ? act.error : null}
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
    </PageColumn>
  );
  const panel = open && (
    <AccountDetails
      key={open.id}
      connector={connector}
      account={open}
      onClose={() => show(undefined)}
      onConnect={() => setDialog({ kind: 'leave', account: open })}
      onRemoved={(line) => {
        setRemoved(line);
        show(undefined);
      }}
    />
  );
  return (
    <>
      <ListAndPanel list={list} panel={panel} />
      {dialog !== undefined && (
        <AccountDialog connector={connector} dialog={dialog} onClose={() => setDialog(undefined)} />
      )}
    </>
  );
}
