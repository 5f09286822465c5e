// Under a call that failed for want of a sign-in or of scopes: the way to get it.
import type { Connector } from '#shared/contract/connectors.ts';
import { Button } from '../components/button.tsx';
import { useConnect } from './connect-button.tsx';

const words: Record<string, string> = {
  scope_missing: 'Allow what is missing',
  sign_in_needed: 'Connect',
  account_not_connected: 'Connect',
};

interface SignInAgainProps {
  connector: Connector;
  /** The account of the call; absent: the default one. */
  accountId: string | undefined;
  code: string;
}

export function SignInAgain({ connector, accountId, code }: SignInAgainProps) {
  const connect = useConnect();
  const account = connector.accounts.find(({ id, isDefault }) =>
    accountId === undefined ? isDefault : id === accountId,
  );
  const word = Object.hasOwn(words, code) ? words[code] : undefined;
  if (account?.kind !== 'oauth' || word === undefined) return null;
  return (
    <Button size="small" tone="primary" onClick={() => connect(account.id)}>
      {word}
    </Button>
  );
}
