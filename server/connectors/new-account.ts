import type { SignInInput } from '#shared/contract/connectors.ts';
import type { AccountRecord } from './connector.ts';
import type { ConnectorDeps } from './deps.ts';
import { identityOf, sealSignIn } from './sign-in.ts';

/** An account's row as it starts; `connected` when the server was just listed with the sign-in. */
export function newAccount(
  deps: Pick<ConnectorDeps, 'vault' | 'makeId' | 'clock'>,
  connector: { id: string; personId: string; projectId: string; url: string },
  input: { label: string; signIn: SignInInput; isDefault: boolean; state: AccountRecord['state'] },
): AccountRecord {
  const id = deps.makeId('acc');
  const { personId, projectId } = connector;
  const secret = sealSignIn(deps.vault, { id, personId }, connector.url, input.signIn);
  const identity = identityOf(input.signIn);
  return {
    id,
    personId,
    projectId,
    connectorId: connector.id,
    label: input.label,
    kind: input.signIn.kind,
    state: input.state,
    ...(identity === undefined ? {} : { identity }),
    ...(secret === undefined ? {} : { secret }),
    isDefault: input.isDefault,
    createdAt: deps.clock.now(),
  };
}

/** A first label that says which sign-in it is. */
export function defaultLabel(signIn: SignInInput): string {
  switch (signIn.kind) {
    case 'basic':
      return signIn.username.slice(0, 80) || 'Account';
    case 'headers':
      return 'API key';
    case 'none':
      return 'No sign-in';
    case 'oauth':
      return 'Account';
  }
}
