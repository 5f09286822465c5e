// Personal access tokens: for the command line and scripts. The secret is shown once.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { api } from '#shared/contract/api.ts';
import type { accessToken } from '#shared/contract/people.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { tokensQuery } from '../api/queries.ts';
import { Button, IconButton } from '../components/button.tsx';
import { ConfirmDialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { formatAgo, formatDate } from '../components/format.ts';
import { Skeleton } from '../components/skeleton.tsx';
import { Badge } from '../components/state.tsx';
import { useNow } from '../components/use-now.ts';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { Section } from './section.tsx';

type AccessToken = z.output<typeof accessToken>;

function TokenRow({ token, onRevoke }: { token: AccessToken; onRevoke: () => void }) {
  const now = useNow();
  const facts = [
    `ends in ${token.ending}`,
    token.lastUsedAt === undefined ? 'never used' : `used ${formatAgo(token.lastUsedAt, now)}`,
    token.expiresAt === undefined ? 'does not expire' : `expires ${formatDate(token.expiresAt)}`,
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <div className="min-w-0 flex-1 basis-48">
        <p className="truncate font-medium">{token.name}</p>
        <p className="truncate text-xs text-faint">{facts.join(' · ')}</p>
      </div>
      <div className="flex gap-1">
        {token.scopes.map((scope) => (
          <Badge key={scope}>{scope}</Badge>
        ))}
      </div>
      <IconButton
        label={`Revoke ${token.name}`}
        icon={<Trash2 aria-hidden className="size-4" />}
        onClick={onRevoke}
      />
    </li>
  );
}

function RevokeDialog({ token, onClose }: { token: AccessToken; onClose: () => void }) {
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => call(api.people.revokeToken, { params: { tokenId: token.id } }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['tokens'] });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Revoke ${token.name}?`}
      confirm="Revoke"
      busy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
    >
      <p>Programs that use this token are refused from now on.</p>
      {revoke.error !== null && <ErrorNote error={asAppError(revoke.error)} />}
    </ConfirmDialog>
  );
}

export function AccessTokens() {
  const { data: tokens, error } = useQuery(tokensQuery);
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<AccessToken>();
  return (
    <Section
      id="tokens"
      title="Personal access tokens"
      description="For the command line and scripts. Each acts as you, within its scopes."
      actions={
        <Button size="small" icon={<Plus aria-hidden className="size-4" />} onClick={() => setCreating(true)}>
          New token
        </Button>
      }
    >
      {error !== null && <ErrorNote error={asAppError(error)} />}
      {tokens === undefined && error === null && <Skeleton className="h-12 w-full" />}
      {tokens?.length === 0 && <p className="text-sm text-muted">You have none.</p>}
      {tokens !== undefined && tokens.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </ul>
      )}
      {creating && <NewTokenDialog onClose={() => setCreating(false)} />}
      {revoking !== undefined && <RevokeDialog token={revoking} onClose={() => setRevoking(undefined)} />}
    </Section>
  );
}
