// Names and values, in lines.
import type { ReactNode } from 'react';

export function Facts({ children }: { children: ReactNode }) {
  return <dl className="divide-y rounded-lg border">{children}</dl>;
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 px-3 py-2">
      <dt className="w-40 shrink-0 text-sm text-muted">{name}</dt>
      <dd className="flex min-w-0 flex-1 basis-52 items-center gap-1 text-base [overflow-wrap:anywhere]">
        {children}
      </dd>
    </div>
  );
}
