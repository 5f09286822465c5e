// *Connect* or *Reconnect*, for connectors that sign in by OAuth: opens the step before leaving.
import { useNavigate } from '@tanstack/react-router';
import type { Account, Connector } from '#shared/contract/connectors.ts';
import { Button } from '../components/button.tsx';

/** The account that is meant when none is named: the default one, else the first that needs a sign-in. */
export function accountToConnect(connector: Connector): Account | undefined {
  const waiting = connector.accounts.filter(
    (account) => account.kind === 'oauth' && account.state !== 'connected' && account.state !== 'connecting',
  );
  return waiting.find((account) => account.isDefault) ?? waiting[0];
}

/** Opens the step before leaving for one account; it has an address of its own. */
export function useConnect(): (accountId: string | undefined) => void {
  const navigate = useNavigate();
  return (accountId) =>
    void navigate({
      to: '.',
      search: (old: Record<string, unknown>) => ({
        ...old,
        connect: accountId,
        signIn: undefined,
        problem: undefined,
      }),
    } as never);
}

export function ConnectButton({ connector }: { connector: Connector }) {
  const connect = useConnect();
  const account = accountToConnect(connector);
  if (account === undefined) return null;
  const isFirst = account.state === 'sign-in-needed' && account.lastUsedAt === undefined;
  return (
    <Button size="small" tone="primary" onClick={() => connect(account.id)}>
      {isFirst ? 'Connect' : 'Reconnect'}
    </Button>
  );
}
