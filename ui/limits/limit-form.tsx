// Makes or changes a usage limit.
import { type FormEvent, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import { limitPeriod, type UsageLimitView } from '#shared/contract/limits.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, Select, TextInput } from '../components/field.tsx';
import { useChange } from '../gate/use-change.ts';
import { periodWords, scopeWords } from '../gate/words.ts';

type Scope = UsageLimitView['scope'];
type Period = UsageLimitView['period'];

export interface LimitTarget {
  connectorId?: string;
  tool?: string;
  projectId?: string;
}

interface LimitFormProps {
  target: LimitTarget;
  scopes: Scope[];
  /** JSON pointers of numeric arguments whose sum can be limited. */
  amounts?: string[];
  limit?: UsageLimitView;
  onDone: () => void;
}

export function LimitForm({ target, scopes, amounts = [], limit, onDone }: LimitFormProps) {
  const [scope, setScope] = useState<Scope>(limit?.scope ?? scopes[0] ?? 'person');
  const [maximum, setMaximum] = useState(String(limit?.maximum ?? 10));
  const [period, setPeriod] = useState<Period>(limit?.period ?? 'day');
  const [amountPath, setAmountPath] = useState('');
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const save = useChange(() => {
    const body = { maximum: Number(maximum), period, timeZone };
    if (limit !== undefined) return call(api.limits.edit, { params: { limitId: limit.id }, body });
    const { connectorId, tool, projectId } = target;
    return call(api.limits.add, {
      body: {
        ...body,
        scope,
        ...(scope === 'tool' || scope === 'connector' ? { connectorId } : {}),
        ...(scope === 'tool' ? { tool } : {}),
        ...(scope === 'project' ? { projectId } : {}),
        ...(amountPath === '' ? {} : { amountPath }),
      },
    });
  }, onDone);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined);
  };
  return (
    <form onSubmit={submit} aria-label="Usage limit" className="space-y-3 rounded-lg border p-3">
      <div className="grid grid-cols-2 gap-3">
        <Field label="At most">
          {(control) => (
            <TextInput
              {...control}
              type="number"
              min={0}
              step="any"
              required
              value={maximum}
              onChange={(event) => setMaximum(event.target.value)}
            />
          )}
        </Field>
        <Field label="Period">
          {(control) => (
            <Select {...control} value={period} onChange={(event) => setPeriod(event.target.value as Period)}>
              {limitPeriod.options.map((one) => (
                <option key={one} value={one}>
                  {periodWords[one]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {limit === undefined && scopes.length > 1 && (
          <Field label="On">
            {(control) => (
              <Select {...control} value={scope} onChange={(event) => setScope(event.target.value as Scope)}>
                {scopes.map((one) => (
                  <option key={one} value={one}>
                    {scopeWords[one]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
        {limit === undefined && scope === 'tool' && amounts.length > 0 && (
          <Field label="Counts">
            {(control) => (
              <Select {...control} value={amountPath} onChange={(event) => setAmountPath(event.target.value)}>
                <option value="">calls</option>
                {amounts.map((path) => (
                  <option key={path} value={path}>
                    sum of {path.slice(1)}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        )}
      </div>
      <p className="text-xs text-faint">Days and months begin in {timeZone}. Refused calls cost nothing.</p>
      {save.error !== null && <ErrorNote error={asAppError(save.error)} />}
      <div className="flex gap-2">
        <Button type="submit" tone="primary" size="small" busy={save.isPending}>
          Save limit
        </Button>
        <Button size="small" tone="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
