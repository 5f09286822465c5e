// The one live stream of a page: events name a topic, and the queries of that topic are asked again.
// Query keys start with the topic: ['connectors'], ['catalogue', connectorId], ['activity', filter].
import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { AppError } from '#shared/app-error.ts';
import { eventEndpoints, type LiveEvent } from '#shared/contract/events.ts';
import { listen } from './call.ts';

export type LiveState = 'starting' | 'live' | 'lost';

let state: LiveState = 'starting';
const watchers = new Set<() => void>();
const listeners = new Set<(event: LiveEvent) => void>();

function setState(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const watcher of watchers) watcher();
}

/** Whether changes arrive by themselves right now. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
}

/** Hears every event, for pages that show more than their queries. Returns how to stop. */
export function onLiveEvent(listener: (event: LiveEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function isAbout(queryKey: readonly unknown[], event: LiveEvent): boolean {
  // The projects of a person come with their session.
  if (event.topic === 'projects' && queryKey[0] === 'session') return true;
  if (queryKey[0] !== event.topic) return false;
  const about = queryKey[1];
  return event.id === undefined || typeof about !== 'string' || about === event.id;
}

const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Listens until the signal aborts; comes back after a loss with growing pauses, and then asks for everything again. */
export async function runLiveStream(queryClient: QueryClient, signal: AbortSignal): Promise<void> {
  const waiting = new Map<string, LiveEvent>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    timer = undefined;
    const events = [...waiting.values()];
    waiting.clear();
    void queryClient.invalidateQueries({
      predicate: (query) => events.some((event) => isAbout(query.queryKey, event)),
    });
  };
  let pause = 500;
  let lostBefore = false;
  while (!signal.aborted) {
    try {
      const onOpen = () => {
        setState('live');
        pause = 500;
        if (lostBefore) void queryClient.invalidateQueries();
      };
      for await (const event of listen(eventEndpoints.listen, {}, { signal, onOpen })) {
        for (const listener of listeners) listener(event);
        waiting.set(`${event.topic} ${event.id ?? ''}`, event);
        timer ??= setTimeout(flush, 120);
      }
    } catch (error) {
      if (signal.aborted) break;
      if (error instanceof AppError && error.status === 401)
        void queryClient.invalidateQueries({ queryKey: ['session'] });
    }
    if (signal.aborted) break;
    lostBefore = true;
    setState('lost');
    await wait(pause, signal);
    pause = Math.min(pause * 2, 15_000);
  }
  clearTimeout(timer);
}
