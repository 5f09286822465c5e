// Health while the process runs: changed at every call, written now and then.
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { ConnectorRecord, Health } from './connector.ts';
import { advanceHealth, type HealthEvent } from './health.ts';
import type { ConnectorStore } from './store.ts';

interface Entry {
  id: string;
  personId: string;
  health: Health;
  /** Times of calls that are not in `health` yet: they come many a second, and are looked at now and then. */
  calls: number[];
  lastUsedAt?: number;
  accountsUsed: Map<string, number>;
  written: boolean;
}

export interface HealthBook {
  /** What is known now, newer than the row. */
  of(connector: ConnectorRecord): Health;
  lastUsedAt(connector: ConnectorRecord): number | undefined;
  note(connector: ConnectorRecord, event: HealthEvent | CallTime): void;
  noteUse(connector: ConnectorRecord, accountId: string): void;
  forget(connectorId: string): void;
  /** Writes what is not written yet; also called at the end. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

type CallTime = { kind: 'called'; milliseconds: number };

interface HealthDeps {
  store: Pick<ConnectorStore, 'saveHealth' | 'changeAccount'>;
  clock: Clock;
  log: Log;
  /** How long changes may wait for the disk. */
  flushMilliseconds: number;
}

export function createHealthBook(deps: HealthDeps): HealthBook {
  const entries = new Map<string, Entry>();
  let timer: NodeJS.Timeout | undefined;
  const entryOf = (connector: ConnectorRecord): Entry => {
    const known = entries.get(connector.id);
    if (known) return known;
    const { id, personId, health, lastUsedAt } = connector;
    const fresh: Entry = {
      id,
      personId,
      health,
      calls: [],
      ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
      accountsUsed: new Map(),
      written: true,
    };
    entries.set(id, fresh);
    return fresh;
  };
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    for (const entry of entries.values()) {
      if (!entry.written) await write(deps, entry);
    }
  };
  const changed = (entry: Entry): void => {
    entry.written = false;
    timer ??= setTimeout(() => void flush(), deps.flushMilliseconds).unref();
  };
  return {
    of(connector) {
      const entry = entries.get(connector.id);
      return entry ? healthOf(entry) : connector.health;
    },
    lastUsedAt: (connector) => entries.get(connector.id)?.lastUsedAt ?? connector.lastUsedAt,
    note(connector, event) {
      const entry = entryOf(connector);
      if (event.kind === 'called' && 'milliseconds' in event) {
        entry.calls.push(event.milliseconds);
        if (entry.calls.length > 200) healthOf(entry);
      } else entry.health = advanceHealth(healthOf(entry), event);
      changed(entry);
    },
    noteUse(connector, accountId) {
      const entry = entryOf(connector);
      entry.lastUsedAt = deps.clock.now();
      entry.accountsUsed.set(accountId, entry.lastUsedAt);
      changed(entry);
    },
    forget: (connectorId) => void entries.delete(connectorId),
    flush,
    stop: flush,
  };
}

function healthOf(entry: Entry): Health {
  if (entry.calls.length > 0)
    entry.health = advanceHealth(entry.health, { kind: 'called', calls: entry.calls });
  entry.calls = [];
  return entry.health;
}

async function write(deps: HealthDeps, entry: Entry): Promise<void> {
  entry.written = true;
  const used = [...entry.accountsUsed];
  entry.accountsUsed.clear();
  try {
    healthOf(entry);
    await deps.store.saveHealth(entry);
    for (const [id, lastUsedAt] of used) {
      await deps.store.changeAccount({ id, personId: entry.personId }, { lastUsedAt });
    }
  } catch (error) {
    // Statistics: losing some is no reason to stop anything.
    deps.log.warn('health could not be written', { connector: entry.id, error });
  }
}
