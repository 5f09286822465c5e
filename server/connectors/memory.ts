// Connectors, accounts and catalogues kept in memory, so that a call reads nothing from disk. Keyed by person
// first: what was read for one person is found by no other.
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { Bus } from '../platform/bus.ts';
import type { AccountRecord, ConnectorRecord } from './connector.ts';
import { createRecentMap } from './recent-map.ts';
import type { ConnectorStore } from './store.ts';

/** A connector with the person's accounts, default first. */
export interface Kept {
  connector: ConnectorRecord;
  accounts: AccountRecord[];
}

export interface ConnectorMemory {
  connector(personId: string, connectorId: string): Promise<Kept | undefined>;
  ofProject(personId: string, projectId: string): Promise<Kept[]>;
  catalogue(personId: string, accountId: string): Promise<Catalogue | undefined>;
  /** Call after every change; also when another process says so. */
  drop(personId: string): void;
  dropCatalogue(personId: string, accountId: string): void;
  /** Another process changed something of the person; `*` of anybody. */
  dropAll(personId: string): void;
}

interface OfPerson {
  connectors: Map<string, Promise<Kept | undefined>>;
  projects: Map<string, Promise<Kept[]>>;
}

type MemoryStore = Pick<ConnectorStore, 'find' | 'ofProject' | 'accountsOf' | 'catalogueOf'>;

export function createConnectorMemory(store: MemoryStore): ConnectorMemory {
  const people = createRecentMap<OfPerson>(500);
  const catalogues = createRecentMap<Promise<Catalogue | undefined>>(300);
  const of = (personId: string): OfPerson => {
    const known = people.get(personId);
    if (known) return known;
    const fresh: OfPerson = { connectors: new Map(), projects: new Map() };
    people.set(personId, fresh);
    return fresh;
  };
  return {
    connector: (personId, connectorId) =>
      once(of(personId).connectors, connectorId, async () => {
        const connector = await store.find(personId, connectorId);
        return connector && { connector, accounts: await store.accountsOf(personId, [connectorId]) };
      }),
    ofProject: (personId, projectId) =>
      once(of(personId).projects, projectId, async () => {
        const connectors = await store.ofProject(personId, projectId);
        const accounts = await store.accountsOf(
          personId,
          connectors.map(({ id }) => id),
        );
        return connectors.map((connector) => ({
          connector,
          accounts: accounts.filter((account) => account.connectorId === connector.id),
        }));
      }),
    catalogue: (personId, accountId) =>
      once(catalogues, `${personId} ${accountId}`, () => store.catalogueOf(personId, accountId)),
    drop: (personId) => people.delete(personId),
    dropAll(personId) {
      const everybody = personId === '*';
      for (const key of people.keys()) if (everybody || key === personId) people.delete(key);
      for (const key of catalogues.keys()) {
        if (everybody || key.startsWith(`${personId} `)) catalogues.delete(key);
      }
    },
    dropCatalogue: (personId, accountId) => catalogues.delete(`${personId} ${accountId}`),
  };
}

/**
 * The promise itself is kept: a drop while it is read takes it out, so that an answer older than the change
 * is never kept after it. Nothing found and failures are not kept.
 */
function once<Value>(
  map: {
    get(key: string): Promise<Value> | undefined;
    set(key: string, value: Promise<Value>): unknown;
    delete(key: string): unknown;
  },
  key: string,
  read: () => Promise<Value>,
): Promise<Value> {
  const known = map.get(key);
  if (known) return known;
  const reading = read();
  map.set(key, reading);
  const forget = () => {
    if (map.get(key) === reading) map.delete(key);
  };
  reading.then((value) => value === undefined && forget(), forget);
  return reading;
}

/** The same memory, telling every other process what it drops, and dropping what they tell. */
export function shareMemory(
  memory: ConnectorMemory,
  bus: Pick<Bus, 'invalidate' | 'onInvalidate'>,
): { memory: ConnectorMemory; stop: () => void } {
  const stop = bus.onInvalidate('connectors', memory.dropAll);
  return {
    stop,
    memory: {
      ...memory,
      drop(personId) {
        memory.drop(personId);
        bus.invalidate('connectors', personId);
      },
      dropCatalogue(personId, accountId) {
        memory.dropCatalogue(personId, accountId);
        bus.invalidate('connectors', personId);
      },
    },
  };
}
