// Keeps one watch of a server open for all who listen: opens it again with back-off, tells changes coalesced.
import type { Log } from '../platform/log.ts';
import { codeOf, rpcErrorOf } from './errors.ts';
import type { UpstreamLimits } from './limits.ts';
import { rpcCodes } from './revisions.ts';
import type { UpstreamChange } from './upstream.ts';
import type { Wire } from './wire.ts';

interface Listener {
  resources: string[];
  tell: (change: UpstreamChange) => void;
}

export interface Watches {
  add(filter: { resources?: string[] }, tell: (change: UpstreamChange) => void): () => void;
  close(): void;
}

export interface WatchDeps {
  wire: Wire;
  limits: UpstreamLimits;
  log: Log;
}

/** One stream for all listeners of a connection; it is opened anew when the watched resources change. */
export function createWatches({ wire, limits, log }: WatchDeps): Watches {
  const listeners = new Set<Listener>();
  let running: AbortController | undefined;
  const tellAll = createCoalescer(limits.changeMilliseconds, (change) => {
    for (const { resources, tell } of listeners) {
      if (change.kind === 'resource' && !resources.includes(change.uri)) continue;
      tell(change);
    }
  });

  const restart = (): void => {
    running?.abort();
    running = undefined;
    if (listeners.size === 0) return;
    running = new AbortController();
    const resources = [...new Set([...listeners].flatMap((listener) => listener.resources))];
    void run(running.signal, resources);
  };

  const run = async (signal: AbortSignal, resources: string[]): Promise<void> => {
    let wasOpen = false;
    for (let failures = 0; !signal.aborted; ) {
      try {
        const has = await wire.watch({
          resources,
          signal,
          onChange: (change) => !signal.aborted && tellAll.tell(change),
          onOpen: () => {
            failures = 0;
            // What changed while nobody listened is unknown, so everything may have.
            if (wasOpen) for (const change of everything(resources)) tellAll.tell(change);
            wasOpen = true;
          },
        });
        if (!has) return;
      } catch (error) {
        if (signal.aborted) return;
        if (isRefused(error)) {
          log.debug('the server has no watch', { code: codeOf(error) });
          return;
        }
        log.debug('watch broke', { code: codeOf(error) });
      }
      const longest = Math.min(limits.rewatchMilliseconds * 2 ** failures, limits.rewatchMaxMilliseconds);
      failures = Math.min(failures + 1, 20);
      await pauseUntil(longest * (0.5 + Math.random() / 2), signal);
    }
  };

  return {
    add(filter, tell) {
      const listener: Listener = { resources: filter.resources ?? [], tell };
      const first = listeners.size === 0;
      listeners.add(listener);
      if (first || listener.resources.length > 0) restart();
      return () => {
        if (!listeners.delete(listener)) return;
        if (listeners.size === 0 || listener.resources.length > 0) restart();
      };
    },
    close() {
      listeners.clear();
      running?.abort();
      tellAll.close();
    },
  };
}

const everything = (resources: string[]): UpstreamChange[] => [
  { kind: 'tools' },
  { kind: 'resources' },
  { kind: 'prompts' },
  ...resources.map((uri) => ({ kind: 'resource', uri }) as const),
];

/** Answers that will not change by asking again. */
const isRefused = (error: unknown): boolean =>
  rpcErrorOf(error)?.code === rpcCodes.methodNotFound ||
  ['upstream_not_found', 'upstream_http_status', 'upstream_forbidden'].includes(codeOf(error) ?? '');

function pauseUntil(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    timer.unref();
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Tells the first change of a kind at once and later ones of the same kind at most once each `milliseconds` (X06). */
export function createCoalescer(milliseconds: number, tell: (change: UpstreamChange) => void) {
  const waiting = new Map<string, { timer: NodeJS.Timeout; again: UpstreamChange | undefined }>();
  const name = (change: UpstreamChange): string =>
    change.kind === 'resource' ? `resource ${change.uri}` : change.kind;
  const now = (change: UpstreamChange): void => {
    const timer = setTimeout(() => {
      const again = waiting.get(name(change))?.again;
      waiting.delete(name(change));
      if (again) now(again);
    }, milliseconds);
    timer.unref();
    waiting.set(name(change), { timer, again: undefined });
    tell(change);
  };
  return {
    tell(change: UpstreamChange): void {
      const known = waiting.get(name(change));
      if (known) known.again = change;
      // A server that names ever new resources is not given a timer each.
      else if (waiting.size < 1_000) now(change);
    },
    close(): void {
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
