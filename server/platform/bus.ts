import type { LiveEvent } from '#shared/contract/events.ts';

/** Tells the open pages of one person that something changed, and all of Causeway that something kept is stale. */
export interface Bus {
  publish(personId: string, event: LiveEvent): void;
  /** Returns how to stop listening. */
  subscribe(personId: string, listener: (event: LiveEvent) => void): () => void;
  /** Open subscriptions of this process. */
  listenerCount(): number;
  /** What anybody keeps in memory of `topic` and `id` is stale, here and on every replica, in well under a second. */
  invalidate(topic: string, id: string): void;
  /**
   * Hears of one topic; the id `*` means that everything of it may be stale (a replica was cut off for a while).
   * Returns how to stop listening.
   */
  onInvalidate(topic: string, listener: (id: string) => void): () => void;
}

/** The bus of one process; `createPostgresBus` bridges several. */
export function createBus(): Bus {
  const events = createListeners<LiveEvent>();
  const stale = createListeners<string>();
  return {
    publish: events.tell,
    subscribe: events.listen,
    listenerCount: events.count,
    invalidate(topic, id) {
      if (topic === '*') stale.tellAll('*');
      else stale.tell(topic, id);
    },
    onInvalidate: stale.listen,
  };
}

function createListeners<Value>() {
  const listeners = new Map<string, Set<(value: Value) => void>>();
  const tell = (key: string, value: Value): void => {
    for (const listener of listeners.get(key) ?? []) listener(value);
  };
  return {
    tell,
    count: () => [...listeners.values()].reduce((sum, mine) => sum + mine.size, 0),
    tellAll(value: Value): void {
      for (const key of listeners.keys()) tell(key, value);
    },
    listen(key: string, listener: (value: Value) => void): () => void {
      const mine = listeners.get(key) ?? new Set();
      listeners.set(key, mine);
      mine.add(listener);
      return () => {
        mine.delete(listener);
        if (mine.size === 0 && listeners.get(key) === mine) listeners.delete(key);
      };
    },
  };
}
