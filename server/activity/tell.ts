// Tells open pages of new activity, at most five times a second to each person, however many calls there are.
import type { Bus } from '../platform/bus.ts';

const quietMilliseconds = 200;

export interface Tell {
  (personId: string, entryId: string): void;
  close(): void;
}

/** The first is told at once; what comes within 200 ms is told as one, without an id, at their end. */
export function tellOfActivity(bus: Bus): Tell {
  const quiet = new Map<string, { timer: NodeJS.Timeout; more: boolean }>();
  const start = (personId: string): void => {
    const timer = setTimeout(() => {
      const state = quiet.get(personId);
      quiet.delete(personId);
      if (!state?.more) return;
      bus.publish(personId, { topic: 'activity' });
      start(personId);
    }, quietMilliseconds);
    timer.unref();
    quiet.set(personId, { timer, more: false });
  };
  const tell = (personId: string, entryId: string): void => {
    const state = quiet.get(personId);
    if (state) {
      state.more = true;
      return;
    }
    bus.publish(personId, { topic: 'activity', id: entryId });
    start(personId);
  };
  return Object.assign(tell, {
    close() {
      for (const { timer } of quiet.values()) clearTimeout(timer);
      quiet.clear();
    },
  });
}
