// One held definition: what changed, field by field, old and new side by side, with what must not be overlooked.
import { clsx } from 'clsx';
import { TriangleAlert } from 'lucide-react';
import type { HeldDefinition } from '#shared/contract/reviews.ts';
import { ShownText } from '../approvals/shown-text.tsx';
import { Button } from '../components/button.tsx';
import { Badge } from '../components/state.tsx';
import { permissionWords } from '../connectors/words.ts';
import { callGroupWords } from '../gate/words.ts';

interface DefinitionCardProps {
  definition: HeldDefinition;
  isOpen: boolean;
  busy: boolean;
  onAccept: () => void;
  onKeepBlocked: () => void;
}

function Side({ name, text, tone }: { name: string; text: string | undefined; tone: string }) {
  return (
    <div className={clsx('min-w-0 rounded-md px-2.5 py-1.5', text === undefined ? 'bg-sunken' : tone)}>
      <p className="text-xs text-faint">{name}</p>
      <p className="whitespace-pre-wrap text-sm [overflow-wrap:anywhere]">
        {text === undefined ? <span className="text-faint">–</span> : <ShownText text={text} />}
      </p>
    </div>
  );
}

export function DefinitionCard({ definition, isOpen, busy, onAccept, onKeepBlocked }: DefinitionCardProps) {
  const { group, groupBefore, state, permissionAfter } = definition;
  const isChanged = state === 'changed';
  return (
    <article
      aria-label={`${definition.kind} ${definition.name}`}
      className={clsx('rounded-lg border', isOpen && 'outline-2 outline-accent')}
    >
      <header className="flex flex-wrap items-center gap-2 border-b px-4 py-2.5">
        <h3 className="min-w-0 flex-1 basis-40 font-mono text-base font-semibold [overflow-wrap:anywhere]">
          {definition.name}
        </h3>
        <Badge>{definition.kind}</Badge>
        <Badge tone="wait">{state}</Badge>
        {definition.keptBlocked && <Badge tone="bad">kept blocked</Badge>}
        {group !== undefined && (
          <Badge tone={groupBefore !== undefined && groupBefore !== group ? 'bad' : 'idle'}>
            {groupBefore !== undefined && groupBefore !== group && `${callGroupWords[groupBefore]} → `}
            {callGroupWords[group]}
          </Badge>
        )}
      </header>
      <div className="space-y-3 px-4 py-3">
        {definition.findings.length > 0 && (
          <ul className="space-y-1 rounded-md bg-bad-soft px-3 py-2 text-sm text-bad">
            {definition.findings.map((finding) => (
              <li key={`${finding.kind} ${finding.field} ${finding.sentence}`} className="flex gap-2">
                <TriangleAlert aria-hidden className="mt-0.75 size-3.5 shrink-0" />
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  {finding.field !== undefined && `${finding.field}: `}
                  {finding.sentence}
                </span>
              </li>
            ))}
          </ul>
        )}
        <dl className="space-y-3">
          {definition.changes.map((change) => (
            <div key={change.field}>
              <dt className="mb-1 font-mono text-xs text-muted [overflow-wrap:anywhere]">
                <ShownText text={change.field} />
              </dt>
              <dd className={clsx('grid gap-2', isChanged && 'md:grid-cols-2')}>
                {isChanged && <Side name="Before" text={change.before} tone="bg-sunken" />}
                <Side
                  name={isChanged ? 'Now' : 'New'}
                  text={change.after}
                  tone={change.findings.length > 0 ? 'bg-bad-soft' : 'bg-ok-soft'}
                />
              </dd>
            </div>
          ))}
        </dl>
        <div className="flex flex-wrap items-center gap-2">
          <Button tone="primary" busy={busy} onClick={onAccept}>
            Accept
          </Button>
          {!definition.keptBlocked && (
            <Button disabled={busy} onClick={onKeepBlocked}>
              Keep blocked
            </Button>
          )}
          {permissionAfter !== undefined && (
            <span className="text-xs text-faint">After accepting: {permissionWords[permissionAfter]}</span>
          )}
        </div>
      </div>
    </article>
  );
}
