import { describe, expect, test } from 'vitest';
import { resetWords, windowAt } from './windows.ts';

const at = (text: string): number => Date.parse(text);
const hours = ({ startsAt, endsAt }: { startsAt: number; endsAt: number }): number =>
  (endsAt - startsAt) / 3_600_000;

describe('windows of usage limits', () => {
  test('a day of a clock change has 23 or 25 hours', () => {
    expect(hours(windowAt('day', at('2026-03-29T12:00:00Z'), 'Europe/Vienna'))).toBe(23);
    expect(hours(windowAt('day', at('2026-10-25T12:00:00Z'), 'Europe/Vienna'))).toBe(25);
    expect(hours(windowAt('day', at('2026-06-01T12:00:00Z'), 'Europe/Vienna'))).toBe(24);
  });

  test('an hour that the clock repeats is two windows, and both follow each other', () => {
    const first = windowAt('hour', at('2026-10-25T00:30:00Z'), 'Europe/Vienna');
    const second = windowAt('hour', at('2026-10-25T01:30:00Z'), 'Europe/Vienna');
    expect(first.endsAt).toBe(second.startsAt);
    expect(hours(first)).toBe(1);
  });

  test('a day whose midnight does not exist begins with its first instant', () => {
    const { startsAt } = windowAt('day', at('2018-11-04T12:00:00Z'), 'America/Sao_Paulo');
    expect(new Date(startsAt).toISOString()).toBe('2018-11-04T03:00:00.000Z');
  });

  test('months end where the next begins, in the zone', () => {
    const { startsAt, endsAt } = windowAt('month', at('2026-02-10T00:00:00Z'), 'Pacific/Auckland');
    expect(new Date(startsAt).toISOString()).toBe('2026-01-31T11:00:00.000Z');
    expect(new Date(endsAt).toISOString()).toBe('2026-02-28T11:00:00.000Z');
  });

  test('hours of zones that are half an hour off', () => {
    const { startsAt } = windowAt('hour', at('2026-06-01T10:10:00Z'), 'Asia/Kolkata');
    expect(new Date(startsAt).toISOString()).toBe('2026-06-01T09:30:00.000Z');
  });

  test('a reset in words', () => {
    const now = at('2026-11-25T12:00:00Z');
    expect(resetWords(at('2026-11-25T23:00:00Z'), now, 'Europe/Vienna')).toBe('at 00:00');
    expect(resetWords(at('2026-11-30T23:00:00Z'), now, 'Europe/Vienna')).toBe('on 1 December at 00:00');
  });
});
