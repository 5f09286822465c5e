// Ceilings of one layer with what each of them holds down here; each can be removed in place.
import { clsx } from 'clsx';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { CeilingView } from '#shared/contract/permissions.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button, IconButton } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { plural } from '../components/format.ts';
import { Badge } from '../components/state.tsx';
import { permissionWords } from '../connectors/words.ts';
import { useChange } from '../gate/use-change.ts';
import { permissionTones } from '../gate/words.ts';
import type { EffectiveRow } from '../permissions/filter-rows.ts';
import { CeilingForm, type CeilingTarget } from './ceiling-form.tsx';
import { type ConnectorPlace, ceilingWords, type Reach, reachOf } from './ceiling-words.ts';

interface CeilingListProps {
  target: CeilingTarget;
  ceilings: CeilingView[];
  connectors: ConnectorPlace[];
  /** What is effective, to count what each ceiling touches; absent while it loads. */
  rows: EffectiveRow[] | undefined;
  /** Only administrators change what holds for everybody. */
  canChange: boolean;
  /** The one that a link leads to. */
  shown?: string | undefined;
}

const reachWords = ({ touches, decides }: Reach): string =>
  touches === 0
    ? 'Touches no tool here.'
    : `Touches ${plural(touches, 'tool')} here, decides ${decides === touches ? 'all' : decides === 0 ? 'none' : decides.toLocaleString('en')} of them.`;

export function CeilingList({ target, ceilings, connectors, rows, canChange, shown }: CeilingListProps) {
  const [adding, setAdding] = useState(false);
  const remove = useChange((ceilingId: string) =>
    target.layer === 'administrator'
      ? call(api.permissions.removeAdministratorCeiling, { params: { ceilingId } })
      : call(api.permissions.removeCeiling, { params: { ceilingId } }),
  );
  return (
    <div className="space-y-3">
      {ceilings.length === 0 && !canChange && <p className="text-sm text-muted">None is set.</p>}
      {ceilings.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {ceilings.map((ceiling) => {
            const words = ceilingWords(ceiling, connectors);
            return (
              <li
                key={ceiling.id}
                aria-current={ceiling.id === shown || undefined}
                className={clsx('flex items-start gap-2 px-3 py-2', ceiling.id === shown && 'bg-accent-soft')}
              >
                <div className="min-w-0 flex-1 space-y-0.5">
                  <p className="text-sm [overflow-wrap:anywhere]">
                    <Badge tone={permissionTones[ceiling.permission]}>
                      {permissionWords[ceiling.permission]}
                    </Badge>{' '}
                    {words}
                  </p>
                  <p className="text-xs text-muted">
                    {ceiling.note !== undefined && `${ceiling.note} · `}
                    {rows !== undefined && reachWords(reachOf(ceiling, rows, connectors))}
                  </p>
                </div>
                {canChange && (
                  <IconButton
                    label={`Remove the ceiling: ${permissionWords[ceiling.permission]}, ${words}`}
                    icon={<Trash2 aria-hidden className="size-4" />}
                    busy={remove.isPending && remove.variables === ceiling.id}
                    onClick={() => remove.mutate(ceiling.id)}
                  />
                )}
              </li>
            );
          })}
        </ul>
      )}
      {remove.error !== null && <ErrorNote error={asAppError(remove.error)} />}
      {canChange &&
        (adding ? (
          <CeilingForm target={target} connectors={connectors} onDone={() => setAdding(false)} />
        ) : (
          <Button size="small" icon={<Plus aria-hidden className="size-4" />} onClick={() => setAdding(true)}>
            Add a ceiling
          </Button>
        ))}
    </div>
  );
}
