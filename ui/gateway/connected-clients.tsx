// Apps that signed in by OAuth: which, for which project, last used; each can be disconnected.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { ConnectedClient } from '#shared/contract/gateway-clients.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ConfirmDialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { formatAgo } from '../components/format.ts';
import { Skeleton } from '../components/skeleton.tsx';
import { useNow } from '../components/use-now.ts';

function DisconnectDialog({ client, onClose }: { client: ConnectedClient; onClose: () => void }) {
  const queryClient = useQueryClient();
  const disconnect = useMutation({
    mutationFn: () => call(api.gatewayClients.revoke, { body: { clientId: client.clientId } }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['gateway'] });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Disconnect ${client.name}?`}
      confirm="Disconnect"
      busy={disconnect.isPending}
      onConfirm={() => disconnect.mutate()}
    >
      <p>Its tokens stop working and its open connections end. It can ask to connect again.</p>
      {disconnect.error !== null && <ErrorNote error={asAppError(disconnect.error)} />}
    </ConfirmDialog>
  );
}

export function ConnectedClients() {
  const now = useNow();
  const [leaving, setLeaving] = useState<ConnectedClient>();
  const { data: clients, error } = useQuery({
    queryKey: ['gateway', undefined, 'clients'],
    queryFn: async ({ signal }) => (await call(api.gatewayClients.list, {}, { signal })).clients,
  });
  return (
    <section aria-labelledby="connected-apps" className="space-y-3">
      <h2 id="connected-apps" className="text-base font-semibold">
        Connected apps
      </h2>
      {error !== null && <ErrorNote error={asAppError(error)} />}
      {clients === undefined && error === null && <Skeleton className="h-12 w-full" />}
      {clients?.length === 0 && <p className="text-sm text-muted">No app has signed in yet.</p>}
      {clients !== undefined && clients.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {clients.map((client) => (
            <li key={client.clientId} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
              <div className="min-w-0 flex-1 basis-48">
                <p className="truncate font-medium">{client.name}</p>
                <p className="truncate text-xs text-faint">
                  {client.redirectHosts.join(', ')} · {client.projectSlugs.join(', ')} ·{' '}
                  {client.lastUsedAt === undefined
                    ? 'never used'
                    : `used ${formatAgo(client.lastUsedAt, now)}`}
                </p>
              </div>
              <Button size="small" onClick={() => setLeaving(client)}>
                Disconnect<span className="sr-only"> {client.name}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {leaving !== undefined && <DisconnectDialog client={leaving} onClose={() => setLeaving(undefined)} />}
    </section>
  );
}
