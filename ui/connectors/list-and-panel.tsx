// A list beside what is open in it; on narrow screens one after the other. For resources and prompts.
import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { ArrowLeft, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../components/button.tsx';
import { useShortcut } from '../components/shortcuts.ts';

export function ListAndPanel({ list, panel }: { list: ReactNode; panel: ReactNode | undefined }) {
  return (
    <div className="flex min-h-0 flex-1">
      <div className={clsx('flex min-w-0 flex-1 flex-col', panel && 'max-lg:hidden lg:max-w-[42%]')}>
        {list}
      </div>
      {panel}
    </div>
  );
}

interface PanelProps {
  title: string;
  subtitle?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

export function Panel({ title, subtitle, onClose, children }: PanelProps) {
  useShortcut({ keys: 'escape', label: 'Close what is open', run: onClose });
  return (
    <section aria-label={title} className="flex min-w-0 flex-1 flex-col lg:border-l">
      <header className="flex min-h-13 items-center gap-2 border-b px-4 py-2">
        <IconButton
          label="Back to the list"
          className="lg:hidden"
          icon={<ArrowLeft aria-hidden className="size-4" />}
          onClick={onClose}
        />
        <div className="min-w-0 flex-1">
          <h2 className="truncate text-base font-semibold">{title}</h2>
          {subtitle !== undefined && <p className="truncate font-mono text-xs text-faint">{subtitle}</p>}
        </div>
        <IconButton
          label="Close"
          className="max-lg:hidden"
          icon={<X aria-hidden className="size-4" />}
          onClick={onClose}
        />
      </header>
      <div className="scroll-thin min-h-0 flex-1 space-y-5 overflow-y-auto px-4 py-4">{children}</div>
    </section>
  );
}

interface EntryLinkProps {
  to: '/connectors/$connectorId/resources' | '/connectors/$connectorId/prompts';
  search: Record<string, unknown>;
  isOpen: boolean;
  title: string;
  detail: string;
  aside?: ReactNode;
}

/** One line of the list. */
export function EntryLink({ to, search, isOpen, title, detail, aside }: EntryLinkProps) {
  return (
    <Link
      from={to}
      search={(old) => ({ ...old, uri: undefined, template: undefined, prompt: undefined, ...search })}
      aria-current={isOpen || undefined}
      className={clsx(
        'flex min-h-12 items-center gap-3 border-b px-4 py-1.5 -outline-offset-2 md:px-6',
        isOpen ? 'bg-accent-soft' : 'hover:bg-hover/60',
      )}
    >
      <span className="min-w-0 flex-1">
        <span className="block truncate text-base">{title}</span>
        <span className="block truncate text-xs text-faint">{detail}</span>
      </span>
      {aside !== undefined && <span className="shrink-0 text-xs text-faint">{aside}</span>}
    </Link>
  );
}

/** A heading inside the list. */
export function EntryHeading({ children, count }: { children: ReactNode; count: number }) {
  return (
    <h2 className="flex h-9 items-center gap-2 border-b bg-side px-4 text-sm font-semibold md:px-6">
      {children} <span className="font-normal text-faint">{count}</span>
    </h2>
  );
}
