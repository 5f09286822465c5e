import { type AccountRecord, targetKey } from './connector.ts';
import type { ConnectorDeps } from './deps.ts';

/** Opens and lists anew, in the background: a change never waits for a server. What a person disconnected stays so. */
export function reconnect(
  deps: Pick<ConnectorDeps, 'upstreams' | 'store' | 'catalogues' | 'log'>,
  accounts: AccountRecord[],
): void {
  for (const account of accounts) {
    void deps.upstreams
      .forget(targetKey(account))
      .catch(() => undefined)
      .then(() => deps.store.findAccount(account.personId, account.id))
      .then((now) => {
        if (now?.state !== 'connecting' && now?.state !== 'connected' && now?.state !== 'failed')
          return undefined;
        return deps.catalogues.refresh({ personId: now.personId, accountId: now.id });
      })
      .catch((error) => deps.log.error('a connector could not be listed after a change', { error }));
  }
}
