// Nothing here yet: one sentence, and what to do.
import type { ReactNode } from 'react';

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}

export function EmptyState({ icon, title, children, actions }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-120 flex-col items-center px-6 py-16 text-center">
      {icon !== undefined && (
        <div className="mb-3 text-faint [&>svg]:size-7 [&>svg]:stroke-[1.5]">{icon}</div>
      )}
      <h2 className="text-lg font-semibold text-balance">{title}</h2>
      {children !== undefined && <div className="mt-1 text-base text-muted text-pretty">{children}</div>}
      {actions !== undefined && <div className="mt-5 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
