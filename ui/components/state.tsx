// States and counts. Colour is never alone: an icon and a word go with it.
import { clsx } from 'clsx';
import { Circle, CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'idle' | 'working' | 'ok' | 'wait' | 'bad';

const text: Record<Tone, string> = {
  idle: 'text-idle',
  working: 'text-working',
  ok: 'text-ok',
  wait: 'text-wait',
  bad: 'text-bad',
};
const soft: Record<Tone, string> = {
  idle: 'bg-idle-soft text-idle',
  working: 'bg-working-soft text-working',
  ok: 'bg-ok-soft text-ok',
  wait: 'bg-wait-soft text-wait',
  bad: 'bg-bad-soft text-bad',
};
const icons = { idle: CircleDashed, working: LoaderCircle, ok: CircleCheck, wait: CircleAlert, bad: CircleX };

export function StateIcon({ tone, className }: { tone: Tone; className?: string }) {
  const Icon = icons[tone] ?? Circle;
  return (
    <Icon
      aria-hidden
      className={clsx('size-3.5 shrink-0', text[tone], tone === 'working' && 'animate-spin', className)}
    />
  );
}

/** A state in a row: icon and word. */
export function State({
  tone,
  children,
  title,
}: {
  tone: Tone;
  children: ReactNode;
  title?: string | undefined;
}) {
  return (
    <span
      title={title}
      className={clsx('inline-flex min-w-0 max-w-full items-center gap-1.5 align-middle text-sm', text[tone])}
    >
      <StateIcon tone={tone} />
      <span className="min-w-0 text-pretty">{children}</span>
    </span>
  );
}

/** A small word with a soft ground: *Detected*, *new*, *default*. */
export function Badge({ tone = 'idle', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={clsx(
        'inline-flex shrink-0 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 text-xs leading-4.5',
        soft[tone],
      )}
    >
      {children}
    </span>
  );
}

/** A number beside a name. */
export function Count({ children, tone }: { children: ReactNode; tone?: Tone }) {
  return (
    <span
      className={clsx(
        'tabular inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full px-1.5 text-xs',
        tone ? soft[tone] : 'text-faint',
      )}
    >
      {children}
    </span>
  );
}
