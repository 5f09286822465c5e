import type { LiveEvent } from '#shared/contract/events.ts';

/** Tells the open pages of one person that something changed. In one process; replicas are bridged by the database. */
export interface Bus {
  publish(personId: string, event: LiveEvent): void;
  /** How many listen now, over all people. */
  listenerCount(): number;
  /** Returns how to stop listening. */
  subscribe(personId: string, listener: (event: LiveEvent) => void): () => void;
}

export function createBus(): Bus {
  const listeners = new Map<string, Set<(event: LiveEvent) => void>>();
  return {
    publish(personId, event) {
      for (const listener of listeners.get(personId) ?? []) listener(event);
    },
    listenerCount: () => [...listeners.values()].reduce((sum, mine) => sum + mine.size, 0),
    subscribe(personId, listener) {
      const mine = listeners.get(personId) ?? new Set();
      listeners.set(personId, mine);
      mine.add(listener);
      return () => {
        mine.delete(listener);
        if (mine.size === 0) listeners.delete(personId);
      };
    },
  };
}
