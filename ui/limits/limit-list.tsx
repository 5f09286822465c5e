// Usage limits with what is left and when they reset; each can be changed and removed in place.
import { clsx } from 'clsx';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { UsageLimitView } from '#shared/contract/limits.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button, IconButton } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { LimitLine } from '../gate/limit-line.tsx';
import { useChange } from '../gate/use-change.ts';
import { LimitForm, type LimitTarget } from './limit-form.tsx';

interface LimitListProps {
  limits: UsageLimitView[];
  target: LimitTarget;
  scopes: UsageLimitView['scope'][];
  amounts?: string[];
  /** The one that a link leads to. */
  shown?: string | undefined;
}

export function LimitList({ limits, target, scopes, amounts = [], shown }: LimitListProps) {
  const [open, setOpen] = useState<string>();
  const remove = useChange((limitId: string) => call(api.limits.remove, { params: { limitId } }));
  const form = { target, scopes, amounts, onDone: () => setOpen(undefined) };
  return (
    <div className="space-y-3">
      {limits.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {limits.map((limit) => (
            <li
              key={limit.id}
              aria-current={limit.id === shown || undefined}
              className={clsx('px-3 py-2', limit.id === shown && 'bg-accent-soft')}
            >
              {open === limit.id ? (
                <LimitForm {...form} limit={limit} />
              ) : (
                <div className="flex items-start gap-2">
                  <div className="min-w-0 flex-1">
                    <LimitLine state={limit.state} />
                  </div>
                  <IconButton
                    label={`Change the limit ${limit.state.sentence}`}
                    icon={<Pencil aria-hidden className="size-4" />}
                    onClick={() => setOpen(limit.id)}
                  />
                  <IconButton
                    label={`Remove the limit ${limit.state.sentence}`}
                    icon={<Trash2 aria-hidden className="size-4" />}
                    busy={remove.isPending}
                    onClick={() => remove.mutate(limit.id)}
                  />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {remove.error !== null && <ErrorNote error={asAppError(remove.error)} />}
      {open === 'new' ? (
        <LimitForm {...form} />
      ) : (
        <Button size="small" icon={<Plus aria-hidden className="size-4" />} onClick={() => setOpen('new')}>
          Add a usage limit
        </Button>
      )}
    </div>
  );
}
