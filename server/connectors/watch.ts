// Listens for list changes of an account while somebody uses it, and no longer: a stream costs both sides.
import type { UpstreamChange } from '../mcp/upstream.ts';
import { canCall } from './account-state.ts';
import { type AccountRecord, targetKey } from './connector.ts';
import type { ConnectorDeps } from './deps.ts';
import { targetOf } from './target.ts';

export interface Watches {
  /** Somebody looked at or called with the account: watch it for a while (again). Returns at once. */
  onUse(account: AccountRecord): void;
  /** The connection of this target key was dropped; the next use watches the new one. */
  forget(key: string): void;
  stop(): void;
}

interface Watch {
  until: number;
  stop?: () => void;
}

type WatchDeps = Pick<ConnectorDeps, 'store' | 'upstreams' | 'vault' | 'oauth' | 'catalogues' | 'log'> & {
  isListening: () => boolean;
  /** How long a watch outlives its last use. */
  watchMilliseconds: number;
};

export function createWatches(deps: WatchDeps): Watches {
  const watches = new Map<string, Watch>();
  const end = (key: string): void => {
    watches.get(key)?.stop?.();
    watches.delete(key);
  };
  const sweep = setInterval(() => {
    for (const [key, watch] of watches) {
      if (watch.until < performance.now() && !deps.isListening()) end(key);
    }
  }, deps.watchMilliseconds / 4).unref();
  return {
    onUse(account) {
      const until = performance.now() + deps.watchMilliseconds;
      const key = targetKey(account);
      const known = watches.get(key);
      if (known) {
        known.until = until;
        return;
      }
      if (!canCall(account.state)) return;
      const watch: Watch = { until };
      watches.set(key, watch);
      begin(deps, account)
        .then((stop) => {
          if (watches.get(key) === watch) watch.stop = stop;
          else stop();
        })
        .catch(() => {
          // Not reachable now: the next use tries again.
          if (watches.get(key) === watch) end(key);
        });
    },
    forget: end,
    stop() {
      clearInterval(sweep);
      for (const key of [...watches.keys()]) end(key);
    },
  };
}

async function begin(deps: WatchDeps, account: AccountRecord): Promise<() => void> {
  const connector = await deps.store.find(account.personId, account.connectorId);
  if (!connector) return () => undefined;
  const connection = await deps.upstreams.open(targetOf(deps, connector, account));
  const key = { personId: account.personId, accountId: account.id };
  return connection.watch({}, (change: UpstreamChange) => {
    if (change.kind !== 'resource') deps.catalogues.changed(key);
  });
}
