// A part that scrolls by itself, reachable by keyboard.
import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export function ScrollRegion({
  label,
  className,
  children,
}: {
  label: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      aria-label={label}
      className={clsx('scroll-thin overflow-auto -outline-offset-2', className)}
    >
      {children}
    </section>
  );
}
