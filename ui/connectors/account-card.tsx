// One account: label, how it signs in, state with its reason, and what can be done with it.
import { clsx } from 'clsx';
import { Ellipsis, Info, KeyRound, Pencil, Star, Trash2, Unplug } from 'lucide-react';
import { api } from '#shared/contract/api.ts';
import type { Account, Connector } from '#shared/contract/connectors.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button, IconButton } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { formatAgo } from '../components/format.ts';
import { Menu } from '../components/menu.tsx';
import { Badge, State } from '../components/state.tsx';
import { useNow } from '../components/use-now.ts';
import type { AccountDialogKind } from './account-dialog.tsx';
import { accountStateWords, signInWords } from './words.ts';

interface AccountCardProps {
  connector: Connector;
  account: Account;
  isOpen: boolean;
  /** Shows all that is known of it. */
  onOpen: () => void;
  act: (action: () => Promise<unknown>) => void;
  error: Error | null;
  openDialog: (dialog: AccountDialogKind) => void;
}

export function AccountCard({
  connector,
  account,
  isOpen,
  onOpen,
  act,
  openDialog,
  error,
}: AccountCardProps) {
  const now = useNow();
  const { tone, word } = accountStateWords(account);
  const params = { connectorId: connector.id, accountId: account.id };
  const canConnect = account.state !== 'connected' && account.state !== 'connecting';
  const connect = () => {
    if (account.kind === 'oauth') openDialog({ kind: 'leave', account });
    else if (account.kind !== 'none' && account.state === 'sign-in-needed')
      openDialog({ kind: 'replace', account });
    else act(() => call(api.connectors.connectAccount, { params }));
  };
  return (
    <li className={clsx('space-y-2 px-3 py-3', isOpen && 'bg-accent-soft')}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-32">
          <p className="flex items-center gap-2">
            <button
              type="button"
              aria-expanded={isOpen}
              aria-description="Opens the account"
              className="min-w-0 truncate rounded-sm text-left font-medium hover:underline"
              onClick={onOpen}
            >
              {account.label}
            </button>
            {account.isDefault && <Badge>default</Badge>}
          </p>
          <p className="truncate text-xs text-faint">
            {signInWords[account.kind]}
            {account.identity !== undefined && ` · ${account.identity}`}
            {account.lastUsedAt !== undefined && ` · used ${formatAgo(account.lastUsedAt, now)}`}
          </p>
        </div>
        <State tone={tone}>{word}</State>
        <div className="flex items-center gap-1.5">
          {canConnect && (
            <Button size="small" tone={account.kind === 'oauth' ? 'primary' : 'plain'} onClick={connect}>
              {account.kind === 'oauth'
                ? 'Sign in'
                : account.lastUsedAt === undefined
                  ? 'Connect'
                  : 'Reconnect'}
            </Button>
          )}
          <Menu
            trigger={
              <IconButton
                label={`More about ${account.label}`}
                icon={<Ellipsis aria-hidden className="size-4" />}
              />
            }
            items={[
              { label: 'Details', icon: <Info aria-hidden />, onSelect: onOpen },
              {
                label: 'Rename',
                icon: <Pencil aria-hidden />,
                onSelect: () => openDialog({ kind: 'rename', account }),
              },
              {
                label: 'Make default',
                icon: <Star aria-hidden />,
                disabled: account.isDefault,
                onSelect: () =>
                  act(() => call(api.connectors.editAccount, { params, body: { isDefault: true } })),
              },
              {
                label: account.kind === 'oauth' ? 'Sign in again' : 'Replace sign-in',
                icon: <KeyRound aria-hidden />,
                onSelect: () =>
                  openDialog(
                    account.kind === 'oauth' ? { kind: 'leave', account } : { kind: 'replace', account },
                  ),
              },
              {
                label: 'Disconnect',
                detail: 'Forget the secret, keep the label',
                icon: <Unplug aria-hidden />,
                disabled: account.state === 'disconnected',
                onSelect: () => act(() => call(api.connectors.disconnectAccount, { params })),
              },
              { kind: 'line' },
              {
                label: 'Remove',
                icon: <Trash2 aria-hidden />,
                danger: true,
                onSelect: () => openDialog({ kind: 'remove', account }),
              },
            ]}
          />
        </div>
      </div>
      {account.problem !== undefined && account.state !== 'connected' && (
        <ErrorNote error={account.problem} />
      )}
      {error !== null && account.problem === undefined && <ErrorNote error={asAppError(error)} />}
    </li>
  );
}
