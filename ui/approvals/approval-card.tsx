// One exact call that waits for a person: everything needed to decide, and the three answers. In the inbox and in a chat.
import { clsx } from 'clsx';
import { Hand } from 'lucide-react';
import type { ApprovalView } from '#shared/contract/approvals.ts';
import { Badge, State } from '../components/state.tsx';
import { useNow } from '../components/use-now.ts';
import { ChangeLink } from '../gate/layer-link.tsx';
import { LimitLine } from '../gate/limit-line.tsx';
import { layerWords, oneOfGroupWords } from '../gate/words.ts';
import { ApprovalActions } from './approval-actions.tsx';
import { ArgumentsShown } from './arguments-shown.tsx';
import { accountWords, approvalStateWords, fromWords, span } from './words.ts';

interface ApprovalCardProps {
  approval: ApprovalView;
  /** The keys ⏎, a and d answer this card. */
  isCurrent?: boolean;
  /** Heading level of the tool's name, as the page around it needs. */
  level?: 2 | 3;
  onAnswered?: () => void;
}

function Times({ approval }: { approval: ApprovalView }) {
  const now = useNow(1_000);
  if (approval.state !== 'pending') return null;
  return (
    <p className="text-xs text-faint">
      From {fromWords(approval)} · waits for <span className="tabular">{span(now - approval.createdAt)}</span>{' '}
      · ends in <span className="tabular">{span(approval.expiresAt - now)}</span>
      {!approval.held && ' · the app has to call again after your answer'}
    </p>
  );
}

export function ApprovalCard({ approval, isCurrent = false, level = 2, onAnswered }: ApprovalCardProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  const { word, tone } = approvalStateWords[approval.state];
  const isWaiting = approval.state === 'pending';
  return (
    <article
      aria-label={`Approval of ${approval.subject}`}
      aria-current={isCurrent || undefined}
      className={clsx(
        'overflow-hidden rounded-lg border bg-raised',
        isCurrent && 'outline-2 -outline-offset-1 outline-accent',
      )}
    >
      <header
        className={clsx(
          'flex flex-wrap items-center gap-x-2 gap-y-1 border-b px-4 py-2 text-sm',
          isWaiting ? 'bg-wait-soft text-wait' : 'bg-sunken',
        )}
      >
        {isWaiting ? (
          <span className="inline-flex items-center gap-1.5 font-medium">
            <Hand aria-hidden className="size-3.5" /> Needs your approval
          </span>
        ) : (
          <State tone={tone}>{word}</State>
        )}
        <span className="min-w-0 flex-1 truncate">
          {approval.connectorName} ({accountWords(approval)})
        </span>
        <Badge tone={approval.group === 'destructive' ? 'bad' : 'idle'}>
          {oneOfGroupWords[approval.group]}
        </Badge>
      </header>
      <div className="space-y-3 px-4 py-3">
        <div>
          <Heading className="font-mono text-base font-semibold [overflow-wrap:anywhere]">
            {approval.subject}
          </Heading>
          {approval.title !== undefined && <p className="text-sm text-muted">{approval.title}</p>}
        </div>
        <ArgumentsShown approval={approval} />
        {approval.limits.map((limit) => (
          <LimitLine key={limit.limitId} state={limit} />
        ))}
        <p className="text-sm text-muted text-pretty">
          {layerWords[approval.why.layer]}: {approval.why.sentence} <ChangeLink link={approval.why.link} />
        </p>
        {approval.reason !== undefined && <p className="text-sm">Reason: {approval.reason}</p>}
        <Times approval={approval} />
        {isWaiting && <ApprovalActions approval={approval} hasKeys={isCurrent} onAnswered={onAnswered} />}
      </div>
    </article>
  );
}
