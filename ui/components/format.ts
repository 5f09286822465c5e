// Numbers, sizes and times in words for a person.

const sizeUnits = ['bytes', 'kB', 'MB', 'GB'];

/** `1234` → `1.2 kB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1_000 && unit < sizeUnits.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${sizeUnits[unit]}`;
}

/** Milliseconds → `84 ms`, `1.2 s`, `2 min 5 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1_000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1_000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** Epoch milliseconds → `5 min. ago`, `yesterday`; under a minute `just now`. */
export function formatAgo(at: number, now: number): string {
  const distance = at - now;
  for (const [unit, size] of steps)
    if (Math.abs(distance) >= size) return relative.format(Math.trunc(distance / size), unit);
  return distance > 5_000 ? 'in a moment' : 'just now';
}

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const dayShort = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** Time of day if it is today, else with the day: `14:03:22`, `3 Nov 14:03:22`. */
export function formatMoment(at: number, now: number): string {
  const time = clock.format(at);
  return new Date(at).toDateString() === new Date(now).toDateString()
    ? time
    : `${dayShort.format(at)} ${time}`;
}

export const formatDate = (at: number): string => day.format(at);

/** `3 tools`, `1 tool`. */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
