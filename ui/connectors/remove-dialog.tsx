// Asks before a connector is removed, and says what goes and what stays.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '#shared/contract/api.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { ConfirmDialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { plural } from '../components/format.ts';

export function RemoveDialog({ connector, onClose }: { connector: Connector; onClose: () => void }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(api.connectors.remove, { params: { connectorId: connector.id } }),
    onSuccess: async () => {
      await navigate({ to: '/connectors' });
      queryClient.removeQueries({ queryKey: ['connectors', connector.id] });
      queryClient.removeQueries({ queryKey: ['catalogue', connector.id] });
      await queryClient.invalidateQueries({ queryKey: ['connectors'] });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Remove ${connector.name}?`}
      confirm="Remove"
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>
        {plural(connector.accounts.length, 'account')} with the sign-in, and all permissions of its tools, are
        deleted here. The server is not asked, so this works when it is down.
      </p>
      <p>What was recorded in Activity stays.</p>
      {remove.error !== null && <ErrorNote error={asAppError(remove.error)} />}
    </ConfirmDialog>
  );
}
