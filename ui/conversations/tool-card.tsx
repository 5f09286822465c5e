// One tool call in a conversation: a line that opens to its arguments, the decision and the result.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronRight, Square } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { ToolCallPart } from '#shared/contract/conversation-parts.ts';
import { call } from '../api/call.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { formatDuration } from '../components/format.ts';
import { JsonTree } from '../components/json-tree.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { Badge, StateIcon } from '../components/state.tsx';
import { useNow } from '../components/use-now.ts';
import { approvalQuery } from '../gate/queries.ts';
import { callStateWords, isRunningCall } from './words.ts';

const ToolResult = lazy(async () => ({ default: (await import('../results/result-views.tsx')).ToolResult }));
const ApprovalCard = lazy(async () => ({
  default: (await import('../approvals/approval-card.tsx')).ApprovalCard,
}));
const QuestionCard = lazy(async () => ({
  default: (await import('../tool-calls/question-card.tsx')).QuestionCard,
}));

/** The first arguments in one line. */
function argumentsLine(given: Record<string, unknown>): string {
  const text = Object.values(given)
    .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)))
    .join(' ');
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function Time({ part }: { part: ToolCallPart }) {
  const running = isRunningCall(part.state) && !part.state.startsWith('waiting');
  const now = useNow(running ? 500 : 60_000);
  const milliseconds = part.milliseconds ?? (running ? Math.max(0, now - part.startedAt) : undefined);
  if (milliseconds === undefined) return null;
  return <span className="tabular shrink-0 text-xs text-faint">{formatDuration(milliseconds)}</span>;
}

function Approval({ approvalId }: { approvalId: string }) {
  const { data: approval } = useQuery(approvalQuery(approvalId));
  if (approval === undefined) return <Skeleton className="h-40 w-full" />;
  return <ApprovalCard approval={approval} level={3} isCurrent={approval.state === 'pending'} />;
}

function Whole({ callId }: { callId: string }) {
  const [text, setText] = useState('');
  const [offset, setOffset] = useState<number | undefined>(0);
  const [error, setError] = useState<string>();
  const more = () =>
    call(api.keptResults.page, { params: { callId }, query: { offset: offset ?? 0 } }).then(
      (page) => {
        setText((before) => before + page.text);
        setOffset(page.nextOffset);
      },
      (reason: Error) => setError(reason.message),
    );
  return (
    <div className="space-y-2">
      {text !== '' && (
        <pre
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
          tabIndex={0}
          className="scroll-thin max-h-96 overflow-auto whitespace-pre-wrap rounded-md border bg-sunken p-3 font-mono text-xs [overflow-wrap:anywhere]"
        >
          {text}
        </pre>
      )}
      {error !== undefined && <ErrorNote error={{ message: error }} />}
      {offset !== undefined && (
        <Button size="small" onClick={() => void more()}>
          {text === '' ? 'Show the whole result' : 'Show more'}
        </Button>
      )}
    </div>
  );
}

function Outcome({ part }: { part: ToolCallPart }) {
  return (
    <>
      {part.refusal !== undefined && (
        <p className="text-pretty">
          {part.refusal.sentence}{' '}
          {part.refusal.link !== undefined && (
            <Link to={part.refusal.link} className="text-accent underline underline-offset-2">
              Change it
            </Link>
          )}
        </p>
      )}
      {part.problem !== undefined && <ErrorNote error={part.problem} />}
      {part.state === 'unknown' && part.problem === undefined && (
        <p className="text-pretty">
          Causeway stopped after this call was sent. It may have run, and is not sent again by itself.
        </p>
      )}
      {part.result !== undefined && (
        <Suspense fallback={<Skeleton className="h-16 w-full" />}>
          <ToolResult result={part.result} />
        </Suspense>
      )}
      {part.cut !== undefined && (
        <div className="space-y-2 rounded-md bg-wait-soft px-3 py-2 text-sm text-wait">
          <p>{part.cut}</p>
          {part.callId !== undefined && <Whole callId={part.callId} />}
        </div>
      )}
    </>
  );
}

/** What the person has to answer stands open below the line. */
function Waiting({ part }: { part: ToolCallPart }) {
  const { callId } = part;
  if (part.state === 'waiting-approval' && part.approvalId !== undefined)
    return (
      <Suspense fallback={<Skeleton className="h-40 w-full" />}>
        <Approval approvalId={part.approvalId} />
      </Suspense>
    );
  if (part.state !== 'waiting-answer' || callId === undefined) return null;
  return (
    <Suspense fallback={<Skeleton className="h-24 w-full" />}>
      {(part.questions ?? []).map((question) => (
        <QuestionCard
          key={question.key}
          question={question}
          serverName={question.server ?? part.connectorName}
          answer={async (key, answer) => {
            await call(api.calls.answerQuestion, { params: { callId }, body: { key, answer } });
          }}
        />
      ))}
    </Suspense>
  );
}

function Progress({ part }: { part: ToolCallPart }) {
  if (part.progress === undefined || !isRunningCall(part.state)) return null;
  const { progress, total, message } = part.progress;
  return (
    <p className="tabular px-3 pb-2 text-xs text-muted" aria-live="polite">
      {message ?? 'Working'} · {total === undefined ? progress : `${progress} of ${total}`}
    </p>
  );
}

export function ToolCard({ part }: { part: ToolCallPart }) {
  const { callId } = part;
  const isError = part.state === 'completed' && part.result?.isError === true;
  const { word, tone } = isError
    ? ({ word: 'The tool reports an error', tone: 'bad' } as const)
    : callStateWords[part.state];
  const canCancel = callId !== undefined && ['sending', 'task'].includes(part.state);
  return (
    <div className="space-y-2">
      <div className="rounded-lg border">
        <details className="group" open={part.by === 'person' && part.state === 'completed'}>
          <summary
            aria-label={`${part.tool} of ${part.connectorName}: ${word}`}
            className="flex min-h-9 list-none items-center gap-2 rounded-lg px-3 py-1.5 text-sm hover:bg-hover [&::-webkit-details-marker]:hidden"
          >
            <StateIcon tone={tone} />
            <span className="shrink-0 truncate font-mono font-medium max-md:max-w-40">{part.tool}</span>
            <span className="shrink-0 text-faint">{part.connectorName}</span>
            <span className="min-w-0 flex-1 truncate text-faint">{argumentsLine(part.arguments)}</span>
            {tone !== 'ok' && <span className="shrink-0 text-xs text-muted">{word}</span>}
            {part.by === 'person' && <Badge>by hand</Badge>}
            <Time part={part} />
            <ChevronRight
              aria-hidden
              className="size-4 shrink-0 text-faint transition-transform group-open:rotate-90"
            />
          </summary>
          <div className="space-y-3 border-t p-3 text-sm">
            <JsonTree value={part.arguments} name="arguments" />
            <Outcome part={part} />
            {callId !== undefined && (
              <Link
                to="/activity"
                search={{ q: part.tool, connector: part.connectorId }}
                className="inline-block text-xs text-accent underline underline-offset-2"
              >
                In Activity
              </Link>
            )}
          </div>
        </details>
        <Progress part={part} />
      </div>
      {part.state === 'refused' && part.refusal !== undefined && (
        <p className="px-3 text-sm text-bad">{part.refusal.sentence}</p>
      )}
      <Waiting part={part} />
      {canCancel && (
        <Button
          size="small"
          icon={<Square aria-hidden className="size-3.5" />}
          onClick={() => void call(api.calls.cancel, { params: { callId } }).catch(() => undefined)}
        >
          Cancel this call
        </Button>
      )}
    </div>
  );
}
