// Makes or changes an argument rule; it can be tried against recorded calls before it is saved.
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { Permission, Tool } from '#shared/contract/catalogue.ts';
import type { ArgumentRuleView } from '#shared/contract/permissions.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, TextInput } from '../components/field.tsx';
import { PermissionChoice } from '../connectors/permission-choice.tsx';
import { useChange } from '../gate/use-change.ts';
import { type ConditionDraft, conditionOf, draftOf, emptyDraft } from './condition-draft.ts';
import { ConditionFields } from './condition-fields.tsx';
import { schemaPaths } from './schema-paths.ts';
import { TriedCalls } from './tried-calls.tsx';

interface RuleFormProps {
  connectorId: string;
  tool: Tool;
  rule?: ArgumentRuleView;
  onDone: () => void;
}

export function RuleForm({ connectorId, tool, rule, onDone }: RuleFormProps) {
  const paths = schemaPaths(tool.inputSchema);
  const [drafts, setDrafts] = useState<ConditionDraft[]>(
    rule?.conditions.map(draftOf) ?? [emptyDraft(paths[0]?.path ?? '/')],
  );
  const [decision, setDecision] = useState<Permission>(rule?.decision ?? 'allow');
  const [note, setNote] = useState(rule?.note ?? '');
  const params = { connectorId };
  const body = () => ({
    tool: tool.name,
    decision,
    conditions: drafts.map((draft) =>
      conditionOf(draft, paths.find(({ path }) => path === draft.path)?.type),
    ),
    ...(note.trim() === '' ? {} : { note }),
  });
  const save = useChange(
    () =>
      rule === undefined
        ? call(api.permissions.addRule, { params, body: body() })
        : call(api.permissions.editRule, { params: { connectorId, ruleId: rule.id }, body: body() }),
    onDone,
  );
  const attempt = useMutation({
    mutationFn: () =>
      call(api.permissions.tryRule, {
        params,
        body: { ...body(), ...(rule === undefined ? {} : { ruleId: rule.id }) },
      }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(undefined);
  };
  const error = save.error ?? attempt.error;
  return (
    <form onSubmit={submit} aria-label="Argument rule" className="space-y-3 rounded-lg border p-3">
      <p className="text-sm font-medium">When</p>
      {drafts.map((draft, index) => (
        <ConditionFields
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have nothing but their place.
          key={index}
          draft={draft}
          paths={paths}
          position={index + 1}
          onChange={(next) => setDrafts(drafts.map((one, at) => (at === index ? next : one)))}
          onRemove={drafts.length > 1 ? () => setDrafts(drafts.filter((_, at) => at !== index)) : undefined}
        />
      ))}
      <Button
        size="small"
        tone="quiet"
        onClick={() => setDrafts([...drafts, emptyDraft(paths[0]?.path ?? '/')])}
      >
        And another condition
      </Button>
      <div className="space-y-1">
        <p className="text-sm font-medium">Then</p>
        <PermissionChoice
          label="Decision of the rule"
          value={decision}
          onChange={setDecision}
          words="always"
        />
      </div>
      <Field label="Note" mark={<span className="text-xs text-faint">optional</span>}>
        {(control) => (
          <TextInput
            {...control}
            maxLength={300}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        )}
      </Field>
      {error !== null && <ErrorNote error={asAppError(error)} />}
      {attempt.data !== undefined && <TriedCalls tried={attempt.data} />}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="primary" size="small" busy={save.isPending}>
          Save rule
        </Button>
        <Button size="small" busy={attempt.isPending} onClick={() => attempt.mutate()}>
          Try against recorded calls
        </Button>
        <Button size="small" tone="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
