// An error, everywhere the same: what happened, what to do, and the code behind *Details*.
import { CircleX } from 'lucide-react';
import type { ReactNode } from 'react';
import { CodeBlock } from './code-block.tsx';

export interface ShownError {
  message: string;
  code?: string | undefined;
  fix?: string | undefined;
  details?: Record<string, unknown> | undefined;
}

interface ErrorNoteProps {
  error: ShownError;
  /** What was tried, step by step, where it is known. */
  tried?: string[];
  actions?: ReactNode;
  className?: string;
}

export function ErrorNote({ error, tried, actions, className }: ErrorNoteProps) {
  const details = error.details === undefined ? undefined : JSON.stringify(error.details, null, 2);
  return (
    <div
      role="alert"
      className={`rounded-lg border border-bad/35 bg-bad-soft p-3 text-base ${className ?? ''}`}
    >
      <div className="flex gap-2.5">
        <CircleX aria-hidden className="mt-0.75 size-4 shrink-0 text-bad" />
        <div className="min-w-0 flex-1 space-y-1.5">
          <p className="font-medium [overflow-wrap:anywhere]">{error.message}</p>
          {tried !== undefined && tried.length > 0 && (
            <ul className="list-disc space-y-0.5 pl-4 text-sm text-muted">
              {tried.map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ul>
          )}
          {error.fix !== undefined && <p className="text-pretty [overflow-wrap:anywhere]">{error.fix}</p>}
          {(error.code !== undefined || details !== undefined) && (
            <details className="text-xs text-muted">
              <summary className="w-fit rounded-sm py-0.5 hover:text-ink">Details</summary>
              <p className="mt-1 font-mono">{error.code}</p>
              {details !== undefined && <CodeBlock code={details} label="Details" />}
            </details>
          )}
          {actions !== undefined && <div className="flex flex-wrap gap-2 pt-1">{actions}</div>}
        </div>
      </div>
    </div>
  );
}
