// What can be done with a whole connector, at the right end of its header.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Ellipsis, ListChecks, Pencil, RefreshCw, SlidersHorizontal, Trash2, Unplug } from 'lucide-react';
import { api } from '#shared/contract/api.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { call } from '../api/call.ts';
import { Button, IconButton } from '../components/button.tsx';
import { Menu } from '../components/menu.tsx';

/** Connects again and lists the catalogue; what it found is asked for again. */
export function useRefresh(connector: Connector) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => call(api.connectors.refresh, { params: { connectorId: connector.id }, body: {} }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['connectors'] }),
        queryClient.invalidateQueries({ queryKey: ['catalogue', connector.id] }),
      ]),
  });
}

/** Forgets the secrets of every account that is connected. */
function useDisconnect(connector: Connector) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      Promise.all(
        connector.accounts
          .filter((account) => account.state !== 'disconnected')
          .map((account) =>
            call(api.connectors.disconnectAccount, {
              params: { connectorId: connector.id, accountId: account.id },
            }),
          ),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['connectors'] }),
  });
}

export function ConnectorActions({ connector }: { connector: Connector }) {
  const navigate = useNavigate();
  const refresh = useRefresh(connector);
  const disconnect = useDisconnect(connector);
  const open = (dialog: 'edit' | 'remove' | 'sign-in') =>
    void navigate({ to: '.', search: (old: Record<string, unknown>) => ({ ...old, dialog }) } as never);
  return (
    <>
      <Button
        keys="r"
        hint="Connect again and list what the server offers"
        busy={refresh.isPending}
        icon={<RefreshCw aria-hidden className="size-4" />}
        onClick={() => refresh.mutate()}
      >
        <span className="max-sm:sr-only">Refresh</span>
      </Button>
      <Menu
        trigger={
          <IconButton
            label="More about this connector"
            tone="plain"
            size="medium"
            icon={<Ellipsis aria-hidden className="size-4" />}
          />
        }
        items={[
          { label: 'Edit', icon: <Pencil aria-hidden />, keys: 'e', onSelect: () => open('edit') },
          {
            label: 'Sign-in settings',
            detail: 'Own client, grant, resource, scopes, addresses',
            icon: <SlidersHorizontal aria-hidden />,
            disabled: connector.signIn !== 'oauth',
            onSelect: () => open('sign-in'),
          },
          {
            label: 'Check connection',
            detail: 'From the address to the tool list, step by step',
            icon: <ListChecks aria-hidden />,
            onSelect: () =>
              void navigate({ to: '/connectors/$connectorId/check', params: { connectorId: connector.id } }),
          },
          {
            label: 'Disconnect',
            detail: 'Forget the sign-ins, keep everything else',
            icon: <Unplug aria-hidden />,
            disabled: connector.accounts.every((account) => account.state === 'disconnected'),
            onSelect: () => disconnect.mutate(),
          },
          { kind: 'line' },
          { label: 'Remove', icon: <Trash2 aria-hidden />, danger: true, onSelect: () => open('remove') },
        ]}
      />
    </>
  );
}
