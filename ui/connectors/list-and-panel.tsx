// A list beside what is open in it; on narrow screens one after the other. For resources and prompts.
import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import type { ReactNode } from 'react';
import { SidePanel } from '../components/side-panel.tsx';

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
  return (
    <SidePanel
      label={title}
      title={title}
      subtitle={subtitle}
      mono="subtitle"
      closeLabel="Close what is open"
      onClose={onClose}
    >
      <div className="scroll-thin min-h-0 flex-1 space-y-5 overflow-y-auto px-4 py-4">{children}</div>
    </SidePanel>
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
