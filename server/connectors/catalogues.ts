// Keeps catalogues fresh: one listing at a time per account, list changes coalesced, results announced.
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { AccountRecord } from './connector.ts';
import { type ListingDeps, listCatalogue } from './list-catalogue.ts';

export interface ListedCatalogue {
  personId: string;
  connectorId: string;
  accountId: string;
  before: Catalogue | undefined;
  now: Catalogue;
}

export interface AccountKey {
  personId: string;
  accountId: string;
}

export interface Catalogues {
  /**
   * Lists now and answers with the account as it is afterwards, undefined when it is gone. Callers that come
   * while a listing runs share the next one, so that each sees what was there after it asked.
   * Failures of the server are the account's state, never thrown.
   */
  refresh(key: AccountKey, options?: { reconnect?: boolean }): Promise<AccountRecord | undefined>;
  /** The server said that a list changed; any number of times, listed at most once an interval. */
  changed(key: AccountKey): void;
  /** A catalogue that was listed with a new sign-in and saved with it. Resolves when the listeners know. */
  added(account: AccountRecord, now: Catalogue, before?: Catalogue): Promise<void>;
  onCatalogue(listener: (listed: ListedCatalogue) => void | Promise<void>): () => void;
  stop(): void;
}

interface Flight {
  running: Promise<AccountRecord | undefined>;
  next?: { done: Promise<AccountRecord | undefined>; reconnect: boolean };
}

export function createCatalogues(deps: ListingDeps & { coalesceMilliseconds: number }): Catalogues {
  const flights = new Map<string, Flight>();
  const waiting = new Map<string, NodeJS.Timeout>();
  const lastStart = new Map<string, number>();
  const listeners = new Set<(listed: ListedCatalogue) => void | Promise<void>>();
  const announce = async (listed: ListedCatalogue): Promise<void> => {
    for (const listener of listeners) {
      try {
        await listener(listed);
      } catch (error) {
        deps.log.error('a listener failed on a catalogue', { connector: listed.connectorId, error });
      }
    }
  };
  const start = (key: AccountKey, reconnect: boolean): Promise<AccountRecord | undefined> => {
    lastStart.set(key.accountId, performance.now());
    const flight: Flight = {
      running: listCatalogue(deps, { ...key, reconnect, announce }).finally(() => {
        if (!flight.next) flights.delete(key.accountId);
      }),
    };
    flights.set(key.accountId, flight);
    return flight.running;
  };
  const refresh: Catalogues['refresh'] = (key, { reconnect = false } = {}) => {
    const flight = flights.get(key.accountId);
    if (!flight) return start(key, reconnect);
    if (flight.next) {
      flight.next.reconnect ||= reconnect;
      return flight.next.done;
    }
    const next: NonNullable<Flight['next']> = {
      reconnect,
      done: flight.running.catch(() => undefined).then(() => start(key, next.reconnect)),
    };
    flight.next = next;
    return next.done;
  };
  return {
    refresh,
    changed(key) {
      if (waiting.has(key.accountId)) return;
      const since = performance.now() - (lastStart.get(key.accountId) ?? Number.NEGATIVE_INFINITY);
      const timer = setTimeout(
        () => {
          waiting.delete(key.accountId);
          void refresh(key).catch((error) => deps.log.error('a listing failed', { error }));
        },
        Math.max(0, deps.coalesceMilliseconds - since),
      ).unref();
      waiting.set(key.accountId, timer);
    },
    added: ({ personId, connectorId, id }, now, before) =>
      announce({ personId, connectorId, accountId: id, before, now }),
    onCatalogue(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop() {
      for (const timer of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
