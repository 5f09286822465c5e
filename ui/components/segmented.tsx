// A choice of a few, all visible: radio buttons that look like one bar.
import { clsx } from 'clsx';
import { RadioGroup } from 'radix-ui';
import type { ReactNode } from 'react';

export interface Segment<Value extends string> {
  value: Value;
  label: string;
  icon?: ReactNode;
  /** Colour of the chosen segment; state only. */
  tone?: 'neutral' | 'ok' | 'wait' | 'bad';
}

interface SegmentedProps<Value extends string> {
  label: string;
  segments: Segment<Value>[];
  /** `undefined`: no one choice, as for a mixed group. */
  value: Value | undefined;
  onChange: (value: Value) => void;
  disabled?: boolean;
  /** Words beside the icons: always, only in a wide container, or for assistive technology alone. */
  words?: 'always' | 'wide' | 'never';
  className?: string;
}

const wordStyle = { always: undefined, wide: 'sr-only @2xl:not-sr-only', never: 'sr-only' };

const tones = {
  neutral: 'data-[state=checked]:bg-raised data-[state=checked]:text-ink',
  ok: 'data-[state=checked]:bg-ok-soft data-[state=checked]:text-ok',
  wait: 'data-[state=checked]:bg-wait-soft data-[state=checked]:text-wait',
  bad: 'data-[state=checked]:bg-bad-soft data-[state=checked]:text-bad',
};

export function Segmented<Value extends string>({
  label,
  segments,
  value,
  onChange,
  disabled = false,
  words = 'always',
  className,
}: SegmentedProps<Value>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      orientation="horizontal"
      value={value ?? ''}
      disabled={disabled}
      onValueChange={(next) => onChange(next as Value)}
      className={clsx('inline-flex shrink-0 rounded-md border bg-sunken p-0.5', className)}
    >
      {segments.map((segment) => (
        <RadioGroup.Item
          key={segment.value}
          value={segment.value}
          title={words === 'always' ? undefined : segment.label}
          className={clsx(
            'inline-flex h-6 items-center justify-center gap-1 whitespace-nowrap rounded-sm px-2 text-xs text-muted transition-colors enabled:hover:text-ink max-md:h-8',
            'data-[state=checked]:font-medium data-[state=checked]:shadow-[0_0_0_1px_var(--line)]',
            tones[segment.tone ?? 'neutral'],
          )}
        >
          {segment.icon !== undefined && <span className="[&>svg]:size-3.5">{segment.icon}</span>}
          <span className={wordStyle[words]}>{segment.label}</span>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
