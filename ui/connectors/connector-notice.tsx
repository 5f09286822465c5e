// Under the header: why a connector is not connected, and what to do about it.
import { Link } from '@tanstack/react-router';
import type { Connector } from '#shared/contract/connectors.ts';
import { asAppError } from '../api/errors.ts';
import { ConnectButton } from '../authorization/connect-button.tsx';
import { Button, buttonStyle } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { useRefresh } from './connector-actions.tsx';

export function ConnectorNotice({ connector }: { connector: Connector }) {
  const refresh = useRefresh(connector);
  const { state, problem } = connector.health;
  const toAccounts = (
    <Link
      to="/connectors/$connectorId/accounts"
      params={{ connectorId: connector.id }}
      className={buttonStyle({ size: 'small' })}
    >
      Go to Accounts
    </Link>
  );
  if (refresh.error !== null && problem === undefined)
    return (
      <div className="border-b p-4 md:px-6">
        <ErrorNote error={asAppError(refresh.error)} />
      </div>
    );
  if (state === 'not-reachable' && problem !== undefined)
    return (
      <div className="border-b p-4 md:px-6">
        <ErrorNote
          error={problem}
          actions={
            <Button size="small" busy={refresh.isPending} onClick={() => refresh.mutate()}>
              Try again
            </Button>
          }
        />
      </div>
    );
  if (state === 'sign-in-needed')
    return (
      <div className="flex flex-wrap items-center gap-3 border-b bg-wait-soft px-4 py-2.5 text-sm md:px-6">
        <p className="min-w-0 flex-1 basis-64 text-wait">
          {problem?.message ?? `${connector.name} asks you to sign in before it shows what it offers.`}{' '}
          {problem?.fix}
        </p>
        <ConnectButton connector={connector} />
        {toAccounts}
      </div>
    );
  if (state === 'disconnected')
    return (
      <div className="flex flex-wrap items-center gap-3 border-b bg-sunken px-4 py-2.5 text-sm md:px-6">
        <p className="min-w-0 flex-1 basis-64 text-muted">
          {connector.name} is disconnected. What is shown was listed before.
        </p>
        <ConnectButton connector={connector} />
        {toAccounts}
      </div>
    );
  return null;
}
