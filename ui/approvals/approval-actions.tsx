// The three answers to an approval: *Allow once*, *Always allow*, *Deny* with a reason.
import { ChevronDown } from 'lucide-react';
import { type FormEvent, useRef, useState } from 'react';
import type { ApprovalView } from '#shared/contract/approvals.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, TextInput } from '../components/field.tsx';
import { Menu, type MenuItem } from '../components/menu.tsx';
import { useShortcut } from '../components/shortcuts.ts';
import { type Answer, useAnswer } from './use-answer.ts';

interface ApprovalActionsProps {
  approval: ApprovalView;
  /** The keys ⏎, a and d answer this one. */
  hasKeys: boolean;
  onAnswered?: (() => void) | undefined;
}

function DenyForm({
  busy,
  onDeny,
  onCancel,
}: {
  busy: boolean;
  onDeny: (reason: string) => void;
  onCancel: () => void;
}) {
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onDeny(reason.trim());
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
      <Field
        label="Reason"
        mark={<span className="text-xs text-faint">optional, the assistant reads it</span>}
        className="min-w-0 flex-1 basis-60"
      >
        {(control) => (
          <TextInput
            {...control}
            autoFocus
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => event.key === 'Escape' && onCancel()}
          />
        )}
      </Field>
      <Button type="submit" tone="danger" busy={busy}>
        Deny
      </Button>
      <Button tone="quiet" onClick={onCancel}>
        Back
      </Button>
    </form>
  );
}

export function ApprovalActions({ approval, hasKeys, onAnswered }: ApprovalActionsProps) {
  const [denying, setDenying] = useState(false);
  const always = useRef<HTMLButtonElement>(null);
  const answer = useAnswer(approval.id);
  const give = (body: Answer) => {
    if (!answer.isPending) answer.mutate(body, { onSuccess: onAnswered });
  };
  const openAlways = () => {
    always.current?.focus();
    always.current?.click();
  };
  useShortcut(
    hasKeys && approval.method === 'tools/call'
      ? { keys: 'a', label: 'Always allow…', run: openAlways }
      : undefined,
  );
  useShortcut(hasKeys ? { keys: 'd', label: 'Deny…', run: () => setDenying(true) } : undefined);
  const items: MenuItem[] = [
    {
      label: 'This tool',
      detail: `every call of ${approval.subject}`,
      onSelect: () => give({ answer: 'always-allow' }),
    },
    ...(approval.proposals.length > 0 ? [{ kind: 'heading' as const, label: 'Only when' }] : []),
    ...approval.proposals.map(({ sentence, conditions }) => ({
      label: sentence,
      onSelect: () => give({ answer: 'always-allow', conditions }),
    })),
  ];
  return (
    <div className="space-y-2">
      {answer.error !== null && <ErrorNote error={asAppError(answer.error)} />}
      {denying ? (
        <DenyForm
          busy={answer.isPending}
          onCancel={() => setDenying(false)}
          onDeny={(reason) => give({ answer: 'deny', ...(reason === '' ? {} : { reason }) })}
        />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button
            tone="primary"
            busy={answer.isPending}
            {...(hasKeys ? { keys: 'enter' } : {})}
            hint={`Allow this one call of ${approval.subject}`}
            onClick={() => give({ answer: 'allow-once' })}
          >
            Allow once{hasKeys && <span aria-hidden> ⏎</span>}
          </Button>
          {approval.method === 'tools/call' && (
            <Menu
              align="start"
              trigger={
                <Button ref={always} disabled={answer.isPending}>
                  Always allow <ChevronDown aria-hidden className="size-3.5" />
                </Button>
              }
              items={items}
            />
          )}
          <Button disabled={answer.isPending} onClick={() => setDenying(true)}>
            Deny
          </Button>
        </div>
      )}
    </div>
  );
}
