// What is known of a server's era, with a date: a server may be updated, and an old verdict would hide that for ever.

export type Verdict =
  | { kind: 'modern'; at: number }
  /** `weak`: the server did not say so properly; believed for an hour only. */
  | { kind: 'legacy'; at: number; weak?: boolean }
  | { kind: 'http+sse'; at: number };

/** Where verdicts are kept. Keys are target key and URL; `set` returns at once, also when it writes to disk. */
export interface VerdictStore {
  get(key: string, url: string): Verdict | undefined | Promise<Verdict | undefined>;
  set(key: string, url: string, verdict: Verdict | undefined): void;
}

const day = 86_400_000;
const hour = 3_600_000;

/** A verdict that still counts; modern ones do until they fail, since a modern server stays modern. */
export function stillValid(verdict: Verdict | undefined, now: number): Verdict | undefined {
  if (!verdict || verdict.kind === 'modern') return verdict;
  const age = now - verdict.at;
  const lives = verdict.kind === 'legacy' && verdict.weak ? hour : day;
  return age >= 0 && age < lives ? verdict : undefined;
}

/** In memory: for what is opened once and not kept. */
export function createVerdicts() {
  const kept = new Map<string, Verdict>();
  const name = (key: string, url: string): string => `${key} ${url}`;
  return {
    get: (key: string, url: string) => kept.get(name(key, url)),
    set(key: string, url: string, verdict: Verdict | undefined): void {
      if (verdict) kept.set(name(key, url), verdict);
      else kept.delete(name(key, url));
    },
  } satisfies VerdictStore;
}
