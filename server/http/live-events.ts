// The stream that tells open pages what changed.
import { eventEndpoints, type LiveEvent } from '#shared/contract/events.ts';
import type { Bus } from '../platform/bus.ts';
import { type Route, route } from '../platform/route.ts';

/** `closing` ends all streams, so that a shutdown need not wait for pages that would listen for ever. */
export function liveEventRoutes(deps: { bus: Bus; closing: AbortSignal }): Route[] {
  return [
    route(eventEndpoints.listen, ({ actor, signal }) =>
      listen(deps.bus, actor.personId, AbortSignal.any([signal, deps.closing])),
    ),
  ];
}

/** First `hello`, then every change; what is not yet read is kept once per topic and id, however often it happens. */
async function* listen(bus: Bus, personId: string, signal: AbortSignal): AsyncGenerator<LiveEvent> {
  const waiting = new Map<string, LiveEvent>();
  let wake: () => void = () => {};
  const stop = bus.subscribe(personId, (event) => {
    waiting.set(`${event.topic} ${event.id ?? ''}`, event);
    wake();
  });
  const onAbort = (): void => wake();
  signal.addEventListener('abort', onAbort);
  try {
    yield { topic: 'hello' };
    while (!signal.aborted) {
      const events = [...waiting.values()];
      waiting.clear();
      yield* events;
      if (waiting.size === 0 && !signal.aborted)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    stop();
    signal.removeEventListener('abort', onAbort);
  }
}
