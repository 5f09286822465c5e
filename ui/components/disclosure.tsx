// A part that opens in place.
import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

interface DisclosureProps {
  title: ReactNode;
  /** Small text at the right end of the line. */
  aside?: ReactNode;
  startsOpen?: boolean;
  children: ReactNode;
  className?: string;
}

export function Disclosure({ title, aside, startsOpen = false, children, className }: DisclosureProps) {
  return (
    <details open={startsOpen} className={clsx('group', className)}>
      <summary className="flex list-none items-center gap-1.5 rounded-md py-1.5 text-sm font-medium hover:text-ink [&::-webkit-details-marker]:hidden">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
        />
        <span className="min-w-0 flex-1">{title}</span>
        {aside !== undefined && <span className="text-xs font-normal text-faint">{aside}</span>}
      </summary>
      <div className="pb-2 pl-5.5 pt-1">{children}</div>
    </details>
  );
}
