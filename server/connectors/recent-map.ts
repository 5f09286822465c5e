/** A map that keeps the `size` entries used last. */
export interface RecentMap<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  keys(): string[];
}

export function createRecentMap<Value>(size: number): RecentMap<Value> {
  const entries = new Map<string, Value>();
  /** The key used last, which need not move: most uses follow one of the same. */
  let newest: string | undefined;
  const put = (key: string, value: Value): void => {
    if (key !== newest) entries.delete(key);
    entries.set(key, value);
    newest = key;
  };
  return {
    get(key) {
      const value = entries.get(key);
      if (value !== undefined && key !== newest) put(key, value);
      return value;
    },
    set(key, value) {
      put(key, value);
      const oldest = entries.keys().next().value;
      if (entries.size > size && oldest !== undefined) entries.delete(oldest);
    },
    delete(key) {
      entries.delete(key);
      if (key === newest) newest = undefined;
    },
    keys: () => [...entries.keys()],
  };
}
