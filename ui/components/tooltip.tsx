// A tooltip that names an action and its key. It only repeats what the control's own name says, so touch loses nothing.
import { Tooltip as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Keys } from './keys.tsx';

export function TooltipProvider({ children }: { children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

interface TooltipProps {
  text: ReactNode;
  /** A shortcut as `registerShortcut` takes it: `g c`, `mod+k`. */
  keys?: string | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left';
  children: ReactNode;
}

export function Tooltip({ text, keys, side = 'bottom', children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-80 items-center gap-2 rounded-md bg-strong px-2 py-1 text-xs text-on-strong shadow-raised motion-safe:animate-appear"
        >
          <span className="text-pretty">{text}</span>
          {keys !== undefined && <Keys keys={keys} inverted />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
