// What authorization asks and tells of accounts that sign in by OAuth.
import type { AccountsForAuthorization, OAuthAccountKey } from '../authorization/account-credentials.ts';
import { advanceAccount } from './account-state.ts';
import { noteChange } from './change.ts';
import { targetKey } from './connector.ts';
import { oauthKey } from './credentials.ts';
import type { ConnectorDeps } from './deps.ts';
import { reconnect } from './reconnect.ts';
import { withinMilliseconds } from './within.ts';

type Deps = Pick<
  ConnectorDeps,
  'store' | 'memory' | 'health' | 'catalogues' | 'upstreams' | 'bus' | 'activity' | 'log' | 'clock'
>;

export function createAccountsForAuthorization(deps: Deps): AccountsForAuthorization {
  return {
    async find({ personId, connectorId, accountId }) {
      const connector = await deps.store.find(personId, connectorId);
      if (!connector) return undefined;
      const accounts = await deps.store.accountsOf(personId, [connectorId]);
      const account = accountId === undefined ? accounts[0] : accounts.find(({ id }) => id === accountId);
      if (!account) return undefined;
      return { ...oauthKey(connector, account), connectorName: connector.name, label: account.label };
    },
    async signedIn(key, told) {
      await quietly(deps, () => signedIn(deps, key, told));
    },
    async trustChanged({ personId, connectorId }) {
      await quietly(deps, async () => {
        deps.memory.drop(personId);
        reconnect(deps, await deps.store.accountsOf(personId, [connectorId]));
      });
    },
    async signInNeeded(key, problem) {
      await quietly(deps, async () => {
        const account = await deps.store.findAccount(key.personId, key.accountId);
        if (account?.kind !== 'oauth') return;
        const { state, problem: now } = advanceAccount(account, { kind: 'refused', problem });
        await deps.store.changeAccount(account, { state, problem: now ?? null });
        tell(deps, key);
      });
    },
  };
}

async function signedIn(deps: Deps, key: OAuthAccountKey, told: { identity?: string }): Promise<void> {
  const account = await deps.store.findAccount(key.personId, key.accountId);
  const connector = account && (await deps.store.find(key.personId, account.connectorId));
  if (account?.kind !== 'oauth' || connector?.url !== key.url) return;
  await deps.store.changeAccount(account, {
    state: 'connecting',
    problem: null,
    ...(told.identity === undefined ? {} : { identity: told.identity }),
  });
  tell(deps, key);
  const asker = { personId: key.personId, via: 'session' } as const;
  await noteChange(deps, asker, connector, `Signed in with the account “${account.label}”`, account);
  // What was open belongs to the old sign-in; closing it may have to tell a server that does not answer.
  await withinMilliseconds(
    deps.upstreams.forget(targetKey(account)).catch(() => undefined),
    2000,
  );
  await deps.catalogues.refresh({ personId: key.personId, accountId: account.id });
}

function tell(deps: Deps, key: OAuthAccountKey): void {
  deps.memory.drop(key.personId);
  deps.bus.publish(key.personId, { topic: 'connectors', id: key.connectorId });
}

async function quietly(deps: Deps, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    deps.log.error('an account could not be brought up to date after a sign-in', { error });
  }
}
