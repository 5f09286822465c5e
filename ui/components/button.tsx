// Buttons: one primary action a view, plain for the rest, quiet inside rows and bars, danger for what cannot be undone.
import { cva, type VariantProps } from 'class-variance-authority';
import { clsx } from 'clsx';
import { LoaderCircle } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { useShortcut } from './shortcuts.ts';
import { Tooltip } from './tooltip.tsx';

export const buttonStyle = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors disabled:opacity-55 aria-disabled:opacity-55',
  {
    variants: {
      tone: {
        primary: 'bg-strong text-on-strong enabled:hover:bg-strong/88 [a&]:hover:bg-strong/88',
        plain: 'border border-line bg-raised text-ink shadow-xs enabled:hover:bg-hover [a&]:hover:bg-hover',
        quiet:
          'text-muted enabled:hover:bg-hover enabled:hover:text-ink [a&]:hover:bg-hover [a&]:hover:text-ink',
        danger: 'bg-bad-strong text-on-bad enabled:hover:opacity-90',
      },
      size: {
        small: 'h-7 px-2.5 text-sm',
        medium: 'h-8 px-3 text-sm',
        large: 'h-10 px-4 text-base',
        smallIcon: 'size-7 max-md:size-9',
        mediumIcon: 'size-8 max-md:size-9',
      },
    },
    defaultVariants: { tone: 'plain', size: 'medium' },
  },
);

type ButtonProps = ComponentProps<'button'> &
  VariantProps<typeof buttonStyle> & {
    icon?: ReactNode;
    /** Shows that the action runs; the button keeps its size. */
    busy?: boolean | undefined;
    /** A shortcut that presses the button; it is shown in its tooltip. */
    keys?: string | undefined;
    /** Says more than the button's words. */
    hint?: string | undefined;
  };

export function Button({
  tone,
  size,
  icon,
  busy = false,
  keys,
  hint,
  className,
  children,
  type = 'button',
  ...rest
}: ButtonProps) {
  const press = () => rest.onClick?.(undefined as never);
  useShortcut(
    keys !== undefined && rest.onClick && !rest.disabled && !busy
      ? { keys, label: hint ?? String(children), run: press, whileTyping: keys.startsWith('mod+') }
      : undefined,
  );
  const button = (
    <button
      type={type}
      {...rest}
      aria-busy={busy || undefined}
      aria-description={hint}
      disabled={rest.disabled || busy}
      className={clsx(buttonStyle({ tone, size }), className)}
    >
      {busy ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : icon}
      {children}
    </button>
  );
  const tip = hint ?? (typeof children === 'string' ? children : undefined);
  if (tip === undefined || (keys === undefined && hint === undefined)) return button;
  return (
    <Tooltip text={tip} keys={keys}>
      {button}
    </Tooltip>
  );
}

type IconButtonProps = Omit<ButtonProps, 'children' | 'icon' | 'hint'> & { label: string; icon: ReactNode };

/** A button of one icon; its label is its name and its tooltip. */
export function IconButton({
  label,
  icon,
  keys,
  tone = 'quiet',
  size = 'small',
  className,
  busy = false,
  ...rest
}: IconButtonProps) {
  useShortcut(
    keys !== undefined && rest.onClick && !rest.disabled
      ? { keys, label, run: () => rest.onClick?.(undefined as never), whileTyping: keys.startsWith('mod+') }
      : undefined,
  );
  return (
    <Tooltip text={label} keys={keys}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        disabled={rest.disabled || busy}
        className={clsx(
          buttonStyle({ tone, size: size === 'small' ? 'smallIcon' : 'mediumIcon' }),
          className,
        )}
      >
        {busy ? <LoaderCircle aria-hidden className="size-4 animate-spin" /> : icon}
      </button>
    </Tooltip>
  );
}
