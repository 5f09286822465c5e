import type { Clock } from '../platform/clock.ts';

/** A wall clock that is ahead of what has really passed must stay so for this long before it is believed. */
const believeAfter = 5 * 60_000;
const tolerance = 2_000;

/**
 * The wall clock, made safe for limits: it never goes back, and a jump forward counts only after it has held
 * for five minutes, so that a clock set wrong and right again neither empties nor reopens a window.
 * A machine that slept is such a jump; its limits are late by five minutes, never early.
 */
export function createSteadyClock(clock: Clock, monotonic: () => number): Clock {
  let last = clock.now();
  let lastMonotonic = monotonic();
  let aheadSince: number | undefined;
  return {
    now() {
      const monotonicNow = monotonic();
      const expected = last + Math.max(0, monotonicNow - lastMonotonic);
      const wall = clock.now();
      if (wall <= expected + tolerance) {
        aheadSince = undefined;
        // Behind what has passed: time goes on by what has really passed until the wall clock is there again.
        last = Math.max(last, wall < expected - tolerance ? expected : wall);
      } else {
        aheadSince ??= monotonicNow;
        last = monotonicNow - aheadSince >= believeAfter ? wall : expected;
      }
      lastMonotonic = monotonicNow;
      return last;
    },
  };
}
