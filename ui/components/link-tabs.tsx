// Tabs that are links: each has an address, so that back goes back.
import { clsx } from 'clsx';
import type { ReactNode } from 'react';

export function LinkTabs({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav aria-label={label} className="scroll-thin -mb-px flex gap-1 overflow-x-auto px-4 md:px-6">
      {children}
    </nav>
  );
}

/** Class of one tab, for a router link that sets `aria-current`. */
export const linkTabStyle = clsx(
  'flex shrink-0 items-center gap-1.5 whitespace-nowrap border-b-2 border-transparent px-2 pb-2 pt-1.5 text-sm text-muted -outline-offset-2 transition-colors hover:text-ink',
  'aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink',
);
