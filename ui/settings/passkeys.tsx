// Passkeys of the person: add, name, remove; and why they do not work on this address, where they do not.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Trash2 } from 'lucide-react';
import { asAppError } from '../api/errors.ts';
import { addPasskey, canUsePasskeys, listPasskeys, type Passkey, removePasskey } from '../api/passkeys.ts';
import { sessionQuery } from '../api/queries.ts';
import { Button, IconButton } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { formatDate } from '../components/format.ts';
import { Skeleton } from '../components/skeleton.tsx';
import { Section } from './section.tsx';

const queryKey = ['passkeys'];

function PasskeyRow({ passkey, onRemove }: { passkey: Passkey; onRemove: () => void }) {
  const name = passkey.name || 'Passkey';
  return (
    <li className="flex items-center gap-3 px-3 py-2">
      <KeyRound aria-hidden className="size-4 shrink-0 text-faint" />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {passkey.createdAt != null && (
        <span className="text-xs text-faint">added {formatDate(passkey.createdAt.getTime())}</span>
      )}
      <IconButton
        label={`Remove ${name}`}
        icon={<Trash2 aria-hidden className="size-4" />}
        onClick={onRemove}
      />
    </li>
  );
}

export function Passkeys() {
  const queryClient = useQueryClient();
  const { data: session } = useQuery(sessionQuery);
  const { data: passkeys, error: loadError } = useQuery({ queryKey, queryFn: listPasskeys });
  const change = useMutation({
    mutationFn: (action: () => Promise<void>) => action(),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey });
      await queryClient.invalidateQueries({ queryKey: ['session'] });
    },
  });
  const origin = session?.install.passkeyOrigin ?? '';
  const usable = canUsePasskeys(origin);
  const error = change.error ?? loadError;
  return (
    <Section
      id="passkeys"
      title="Passkeys"
      description="Sign in with this device’s fingerprint, face or PIN, or with a security key."
      actions={
        usable && (
          <Button
            size="small"
            busy={change.isPending}
            onClick={() => change.mutate(() => addPasskey(`Added ${formatDate(Date.now())}`))}
          >
            Add passkey
          </Button>
        )
      }
    >
      {!usable && origin !== '' && (
        <p className="text-sm text-muted">
          Browsers allow passkeys only at{' '}
          <a href={`${origin}/settings`} className="text-accent underline underline-offset-2">
            {origin}
          </a>
          .
        </p>
      )}
      {error !== null && <ErrorNote error={asAppError(error)} />}
      {passkeys === undefined && loadError === null && <Skeleton className="h-10 w-full" />}
      {passkeys !== undefined && passkeys.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {passkeys.map((passkey) => (
            <PasskeyRow
              key={passkey.id}
              passkey={passkey}
              onRemove={() => change.mutate(() => removePasskey(passkey.id))}
            />
          ))}
        </ul>
      )}
      {passkeys?.length === 0 && usable && <p className="text-sm text-muted">You have none yet.</p>}
    </Section>
  );
}
