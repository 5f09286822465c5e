// Draws the tooltip of one control, beside it and inside the window.
import { computePosition, flip, offset, shift } from '@floating-ui/dom';
import { useLayoutEffect, useRef } from 'react';
import { Keys } from './keys.tsx';
import type { TooltipSide } from './tooltip.tsx';

export function TooltipView({ target }: { target: HTMLElement }) {
  const box = useRef<HTMLDivElement>(null);
  const { tip = '', tipKeys, tipSide } = target.dataset;
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    void computePosition(target, element, {
      strategy: 'fixed',
      placement: tipSide as TooltipSide,
      middleware: [offset(6), flip({ padding: 8 }), shift({ padding: 8 })],
    }).then(({ x, y }) => {
      element.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
      element.style.visibility = 'visible';
    });
  }, [target, tipSide]);
  return (
    <div
      ref={box}
      data-tooltip
      aria-hidden
      className="invisible fixed left-0 top-0 z-50 flex w-max max-w-80 items-center gap-2 rounded-md bg-strong px-2 py-1 text-xs text-on-strong shadow-raised"
    >
      <span className="text-pretty">{tip}</span>
      {tipKeys !== undefined && <Keys keys={tipKeys} inverted />}
    </div>
  );
}
