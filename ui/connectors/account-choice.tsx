// Which account a call by hand uses, where a connector has several.
import { useState } from 'react';
import type { Connector } from '#shared/contract/connectors.ts';
import { Select } from '../components/field.tsx';

export interface AccountChoiceState {
  /** Absent: the default account. */
  id: string | undefined;
  choose: (id: string | undefined) => void;
}

export function useAccountChoice(connector: Connector): AccountChoiceState {
  const [chosen, setChosen] = useState<string>();
  const exists = connector.accounts.some((account) => account.id === chosen);
  return { id: exists ? chosen : undefined, choose: setChosen };
}

export function AccountChoice({ connector, choice }: { connector: Connector; choice: AccountChoiceState }) {
  if (connector.accounts.length < 2) return null;
  const fallback = connector.accounts.find((account) => account.isDefault);
  return (
    <Select
      aria-label="Account"
      value={choice.id ?? fallback?.id ?? ''}
      onChange={(event) => choice.choose(event.target.value)}
      className="w-auto max-w-48"
    >
      {connector.accounts.map((account) => (
        <option key={account.id} value={account.id}>
          as {account.label}
        </option>
      ))}
    </Select>
  );
}
