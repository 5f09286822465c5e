// Argument rules of one tool with their hit counts.
import { clsx } from 'clsx';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { Tool } from '#shared/contract/catalogue.ts';
import type { ArgumentRuleView } from '#shared/contract/permissions.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button, IconButton } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { formatAgo, plural } from '../components/format.ts';
import { Badge } from '../components/state.tsx';
import { useNow } from '../components/use-now.ts';
import { permissionWords } from '../connectors/words.ts';
import { useChange } from '../gate/use-change.ts';
import { permissionTones } from '../gate/words.ts';
import { RuleForm } from './rule-form.tsx';

interface RuleListProps {
  connectorId: string;
  tool: Tool;
  rules: ArgumentRuleView[];
  /** The one that a link leads to. */
  shown?: string | undefined;
}

export function RuleList({ connectorId, tool, rules, shown }: RuleListProps) {
  const now = useNow();
  const [open, setOpen] = useState<string>();
  const remove = useChange((ruleId: string) =>
    call(api.permissions.removeRule, { params: { connectorId, ruleId } }),
  );
  const close = () => setOpen(undefined);
  return (
    <div className="space-y-3">
      {rules.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {rules.map((rule) => (
            <li
              key={rule.id}
              aria-current={rule.id === shown || undefined}
              className={clsx('px-3 py-2', rule.id === shown && 'bg-accent-soft')}
            >
              {open === rule.id ? (
                <RuleForm connectorId={connectorId} tool={tool} rule={rule} onDone={close} />
              ) : (
                <div className="flex items-start gap-2">
                  <div className="min-w-0 flex-1 space-y-0.5">
                    <p className="text-sm [overflow-wrap:anywhere]">
                      <Badge tone={permissionTones[rule.decision]}>{permissionWords[rule.decision]}</Badge>{' '}
                      when {rule.sentence}
                    </p>
                    <p className="text-xs text-faint">
                      {plural(rule.hits, 'hit')}
                      {rule.lastHitAt !== undefined && `, last ${formatAgo(rule.lastHitAt, now)}`}
                      {rule.note !== undefined && ` · ${rule.note}`}
                    </p>
                    {rule.outdated && (
                      <p className="text-xs text-wait">
                        Given to an earlier definition of the tool; does nothing until you save it again.
                      </p>
                    )}
                  </div>
                  <IconButton
                    label={`Change the rule ${rule.sentence}`}
                    icon={<Pencil aria-hidden className="size-4" />}
                    onClick={() => setOpen(rule.id)}
                  />
                  <IconButton
                    label={`Remove the rule ${rule.sentence}`}
                    icon={<Trash2 aria-hidden className="size-4" />}
                    busy={remove.isPending}
                    onClick={() => remove.mutate(rule.id)}
                  />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
      {remove.error !== null && <ErrorNote error={asAppError(remove.error)} />}
      {open === 'new' ? (
        <RuleForm connectorId={connectorId} tool={tool} onDone={close} />
      ) : (
        <Button size="small" icon={<Plus aria-hidden className="size-4" />} onClick={() => setOpen('new')}>
          Add an argument rule
        </Button>
      )}
    </div>
  );
}
