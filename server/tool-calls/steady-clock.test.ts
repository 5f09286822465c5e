import { expect, test } from 'vitest';
import { createSteadyClock } from './steady-clock.ts';

function stage() {
  const time = { wall: 1_000_000_000, passed: 0 };
  const clock = createSteadyClock({ now: () => time.wall }, () => time.passed);
  const pass = (milliseconds: number): number => {
    time.wall += milliseconds;
    time.passed += milliseconds;
    return clock.now();
  };
  return { time, clock, pass };
}

test('R12: a clock set back or forward and right again neither reopens nor empties a window', () => {
  const { time, clock, pass } = stage();
  const before = pass(1_000);
  time.wall += 3_600_000;
  expect(clock.now() - before).toBeLessThan(10);
  expect(pass(60_000) - before).toBeLessThan(62_000);
  time.wall -= 3_600_000;
  expect(Math.abs(pass(1_000) - time.wall)).toBeLessThan(3_000);
  time.wall -= 3_600_000;
  const back = clock.now();
  expect(pass(5_000)).toBeGreaterThanOrEqual(back);
});

test('a jump forward that holds is believed after five minutes', () => {
  const { time, clock, pass } = stage();
  time.wall += 3_600_000;
  clock.now();
  pass(4 * 60_000);
  expect(time.wall - clock.now()).toBeGreaterThan(3_000_000);
  pass(2 * 60_000);
  expect(clock.now()).toBe(time.wall);
});
