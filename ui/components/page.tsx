// The frame of one page: title, state and actions on top, content below; and how a page waits and fails.
import { type ReactNode, useEffect } from 'react';
import { asAppError } from '../api/errors.ts';
import { Button } from './button.tsx';
import { ErrorNote } from './error-note.tsx';

interface PageHeaderProps {
  title: ReactNode;
  /** Title of the browser tab; the same as `title` when that is a text. */
  documentTitle?: string;
  icon?: ReactNode;
  /** A line under the title. */
  subtitle?: ReactNode;
  state?: ReactNode;
  actions?: ReactNode;
  /** Tabs, on the lower edge. */
  children?: ReactNode;
}

export function PageHeader({
  title,
  documentTitle,
  icon,
  subtitle,
  state,
  actions,
  children,
}: PageHeaderProps) {
  const name = documentTitle ?? (typeof title === 'string' ? title : undefined);
  useEffect(() => {
    document.title = name === undefined ? 'Causeway' : `${name} · Causeway`;
  }, [name]);
  return (
    <header className="shrink-0 border-b">
      <div className="flex min-h-13 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2.5 md:px-6">
        <div className="flex min-w-0 flex-1 basis-48 items-center gap-3">
          {icon}
          <div className="min-w-0">
            <h1 className="truncate text-lg font-semibold">{title}</h1>
            {subtitle !== undefined && <div className="truncate text-xs text-faint">{subtitle}</div>}
          </div>
          {state !== undefined && <div className="ml-1 min-w-0 shrink-0">{state}</div>}
        </div>
        {actions !== undefined && <div className="flex items-center gap-2">{actions}</div>}
      </div>
      {children}
    </header>
  );
}

/** Text pages: a column of readable width. */
export function PageColumn({ children }: { children: ReactNode }) {
  return (
    <div className="scroll-thin min-h-0 flex-1 overflow-y-auto">
      <div className="max-w-190 space-y-8 px-4 py-6 md:px-6">{children}</div>
    </div>
  );
}

/** A query that failed, with the way to ask again. */
export function LoadError({ error, retry }: { error: unknown; retry?: () => void }) {
  return (
    <div className="p-4 md:p-6">
      <ErrorNote
        error={asAppError(error)}
        actions={
          retry && (
            <Button size="small" onClick={retry}>
              Try again
            </Button>
          )
        }
      />
    </div>
  );
}
