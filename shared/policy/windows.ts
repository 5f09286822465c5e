// Calendar windows of usage limits, cut in a person's time zone.
import { Temporal } from 'temporal-polyfill';

export type Period = 'minute' | 'hour' | 'day' | 'month' | 'conversation';
export type CalendarPeriod = Exclude<Period, 'conversation'>;

/** Epoch milliseconds; `endsAt` is the first instant after the window. */
export interface Window {
  startsAt: number;
  endsAt: number;
}

/**
 * The window of `period` that holds `now` (epoch milliseconds) in an IANA time zone. Days and months begin
 * at the first instant of their first day there, so a day of a clock change has 23 or 25 hours; an hour that
 * the clock repeats makes two windows. Throws `RangeError` for an unknown zone.
 */
export function windowAt(period: CalendarPeriod, now: number, timeZone: string): Window {
  const at = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  if (period === 'minute' || period === 'hour') return steadyWindow(period, at);
  const day = period === 'day' ? at.toPlainDate() : at.toPlainDate().with({ day: 1 });
  const next = day.add(period === 'day' ? { days: 1 } : { months: 1 });
  return {
    startsAt: day.toZonedDateTime(timeZone).epochMilliseconds,
    endsAt: next.toZonedDateTime(timeZone).epochMilliseconds,
  };
}

/** Minutes and hours by the wall clock's offset at this instant, so that a repeated hour counts twice. */
function steadyWindow(period: 'minute' | 'hour', at: Temporal.ZonedDateTime): Window {
  const length = period === 'minute' ? 60_000 : 3_600_000;
  const offset = Math.round(at.offsetNanoseconds / 1e6);
  const startsAt = Math.floor((at.epochMilliseconds + offset) / length) * length - offset;
  return { startsAt, endsAt: startsAt + length };
}

export const isTimeZone = (name: string): boolean => {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name);
    return true;
  } catch {
    return false;
  }
};

/** "at 14:00" or "on 1 December at 00:00", as a person in that zone reads it (24 hours). */
export function resetWords(endsAt: number, now: number, timeZone: string): string {
  const end = Temporal.Instant.fromEpochMilliseconds(endsAt).toZonedDateTimeISO(timeZone);
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  const time = `${String(end.hour).padStart(2, '0')}:${String(end.minute).padStart(2, '0')}`;
  if (end.toPlainDate().equals(today.toPlainDate()) || endsAt - now < 86_400_000) return `at ${time}`;
  return `on ${end.day} ${months[end.month - 1]} at ${time}`;
}

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
