// Tooltips: a control says its text and key as data; one layer for the page shows them. What draws them loads when first needed.
import { cloneElement, lazy, type ReactElement, Suspense, useEffect, useState } from 'react';

export type TooltipSide = 'top' | 'right' | 'bottom' | 'left';

interface TooltipProps {
  text: string;
  /** A shortcut as `useShortcut` takes it: `g c`, `mod+k`. */
  keys?: string | undefined;
  side?: TooltipSide;
  /** One element that passes `data-` attributes on. */
  children: ReactElement;
}

/** The tooltip only repeats what the control's name or description says, so that touch and screen readers lose nothing. */
export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  return cloneElement(children as ReactElement<Record<string, unknown>>, {
    'data-tip': text,
    'data-tip-keys': keys,
    'data-tip-side': side,
  });
}

const TooltipView = lazy(async () => ({ default: (await import('./tooltip-view.tsx')).TooltipView }));
const pauseMilliseconds = 400;
const graceMilliseconds = 120;

const withTip = (target: EventTarget | null): HTMLElement | undefined =>
  target instanceof Element ? (target.closest<HTMLElement>('[data-tip]') ?? undefined) : undefined;

/** Listens for the whole page: pointer, focus, Escape. */
function listen(show: (target: HTMLElement | undefined) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const soon = (target: HTMLElement | undefined, milliseconds: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => show(target), milliseconds);
  };
  const now = (target: HTMLElement | undefined) => {
    clearTimeout(timer);
    show(target);
  };
  const onOver = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return;
    const target = withTip(event.target);
    const overTip = event.target instanceof Element && event.target.closest('[data-tooltip]') !== null;
    if (target !== undefined) soon(target, pauseMilliseconds);
    else if (overTip) clearTimeout(timer);
    else soon(undefined, graceMilliseconds);
  };
  const onFocus = (event: FocusEvent) => {
    const target = withTip(event.target);
    now(target?.matches(':focus-visible') ? target : undefined);
  };
  const onDown = () => now(undefined);
  const onKey = (event: KeyboardEvent) => event.key === 'Escape' && now(undefined);
  document.addEventListener('pointerover', onOver);
  document.addEventListener('focusin', onFocus);
  document.addEventListener('focusout', onDown);
  document.addEventListener('pointerdown', onDown);
  document.addEventListener('keydown', onKey);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('pointerover', onOver);
    document.removeEventListener('focusin', onFocus);
    document.removeEventListener('focusout', onDown);
    document.removeEventListener('pointerdown', onDown);
    document.removeEventListener('keydown', onKey);
  };
}

export function TooltipLayer() {
  const [target, setTarget] = useState<HTMLElement>();
  useEffect(() => listen(setTarget), []);
  if (target === undefined) return null;
  return (
    <Suspense fallback={null}>
      <TooltipView target={target} />
    </Suspense>
  );
}
