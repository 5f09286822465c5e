// Ending a sign-in: at the authorization server (RFC 7009) and here; the account stays or goes too.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { SignInDetails } from '#shared/contract/authorization.ts';
import type { Account, Connector } from '#shared/contract/connectors.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ConfirmDialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';

interface RevokePartsProps {
  connector: Connector;
  account: Account;
  details: SignInDetails;
  onRemoved: (line: string) => void;
}

export function RevokeParts({ connector, account, details, onRemoved }: RevokePartsProps) {
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<'revoke' | 'remove'>();
  const params = { connectorId: connector.id, accountId: account.id };
  const end = useMutation({
    mutationFn: async (removes: boolean) => {
      const { line } = await call(api.authorization.revoke, { params });
      if (removes) await call(api.connectors.removeAccount, { params });
      return { line, removes };
    },
    onSuccess: ({ line, removes }) => {
      setAsking(undefined);
      if (removes) onRemoved(`${line} The account ${account.label} was removed.`);
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['connectors'] }),
  });
  const host = details.issuer === undefined ? undefined : new URL(details.issuer).host;
  const what = details.canRevoke
    ? `Causeway asks ${host} to revoke the sign-in, so that its tokens are worth nothing any more, and wipes them here.`
    : host !== undefined && details.signedIn
      ? `${host} offers no way to revoke, so the tokens are wiped here and stay valid there until they end.`
      : 'There is no sign-in to revoke.';
  return (
    <section className="space-y-2 border-t pt-4">
      <div className="flex flex-wrap gap-2">
        <Button disabled={!details.signedIn} onClick={() => setAsking('revoke')}>
          Revoke sign-in
        </Button>
        <Button onClick={() => setAsking('remove')}>Revoke and remove</Button>
      </div>
      <p className="text-sm text-muted text-pretty">{what}</p>
      {end.data !== undefined && !end.data.removes && (
        <p role="status" className="rounded-lg border bg-sunken p-3 text-sm">
          {end.data.line}
        </p>
      )}
      {asking !== undefined && (
        <ConfirmDialog
          open
          onClose={() => setAsking(undefined)}
          title={
            asking === 'revoke'
              ? `Revoke the sign-in of ${account.label}?`
              : `Revoke and remove ${account.label}?`
          }
          confirm={asking === 'revoke' ? 'Revoke' : 'Revoke and remove'}
          busy={end.isPending}
          onConfirm={() => end.mutate(asking === 'remove')}
        >
          <p>{what}</p>
          <p>
            {asking === 'revoke'
              ? 'The account and its label stay; calls with it fail until somebody signs in again.'
              : 'The account is removed too.'}{' '}
            The connector, its permissions, limits and activity stay.
          </p>
          {end.error !== null && <ErrorNote error={asAppError(end.error)} />}
        </ConfirmDialog>
      )}
    </section>
  );
}
