// A call on screen: progress and questions while it runs, then its result or why there is none.
import { Link } from '@tanstack/react-router';
import { Ban, Square } from 'lucide-react';
import { lazy, type ReactNode, Suspense } from 'react';
import { Button } from '../components/button.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { formatDuration } from '../components/format.ts';
import { Skeleton } from '../components/skeleton.tsx';
import { State } from '../components/state.tsx';
import { useNow } from '../components/use-now.ts';
import type { CallState, RunningCall } from './call-state.ts';
import type { UseCall } from './use-call.ts';

const QuestionCard = lazy(async () => ({ default: (await import('./question-card.tsx')).QuestionCard }));

interface CallViewProps {
  run: UseCall;
  /** Name of the server, for sentences. */
  serverName: string;
  /** What can be done about a failure, by its code. */
  actionsFor?: (code: string) => ReactNode;
  children: (result: Record<string, unknown>) => ReactNode;
}

function ProgressBar({ progress }: { progress: NonNullable<RunningCall['progress']> }) {
  const { total, message } = progress;
  const share =
    total !== undefined && total > 0 ? Math.min(1, Math.max(0, progress.progress / total)) : undefined;
  return (
    <div className="space-y-1">
      <div
        role="progressbar"
        aria-label="Progress"
        aria-valuenow={share === undefined ? undefined : Math.round(share * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 overflow-hidden rounded-full bg-hover"
      >
        <div
          className="h-full origin-left bg-working transition-transform motion-safe:data-unknown:animate-pulse-soft"
          data-unknown={share === undefined || undefined}
          style={{ transform: `scaleX(${share ?? 1})` }}
        />
      </div>
      <p className="flex justify-between gap-3 text-xs text-muted">
        <span className="truncate">{message ?? 'Working'}</span>
        <span className="tabular shrink-0">
          {total === undefined ? progress.progress : `${progress.progress} of ${total}`}
        </span>
      </p>
    </div>
  );
}

function Running({ call, run, serverName }: { call: RunningCall; run: UseCall; serverName: string }) {
  const now = useNow(200);
  return (
    <div className="space-y-3 rounded-lg border p-3">
      <div className="flex items-center justify-between gap-3">
        <State tone="working">
          {call.cancelling
            ? 'Cancelling…'
            : `Running for ${formatDuration(Math.max(0, now - call.startedAt))}`}
        </State>
        <Button
          size="small"
          keys="mod+."
          hint="Cancel the call"
          icon={<Square aria-hidden className="size-3.5" />}
          disabled={call.cancelling === true}
          onClick={run.cancel}
        >
          Cancel
        </Button>
      </div>
      {call.progress !== undefined && <ProgressBar progress={call.progress} />}
      {call.question !== undefined && (
        <Suspense fallback={<Skeleton className="h-24 w-full" />}>
          <QuestionCard
            key={call.question.key}
            question={call.question}
            serverName={serverName}
            answer={run.answer}
          />
        </Suspense>
      )}
      <Logs logs={call.logs} />
    </div>
  );
}

function Logs({ logs }: { logs: RunningCall['logs'] }) {
  if (logs.length === 0) return null;
  return (
    <Disclosure title="Messages of the server" aside={logs.length}>
      <ul className="scroll-thin max-h-48 space-y-0.5 overflow-y-auto font-mono text-xs text-muted">
        {logs.map((log, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: log lines have nothing but their place.
          <li key={index} className="[overflow-wrap:anywhere]">
            <span className="text-faint">{log.level}</span>{' '}
            {typeof log.data === 'string' ? log.data : JSON.stringify(log.data)}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

const outcomeWords = {
  'not-sent': 'Nothing was sent.',
  error: '',
  unknown: 'It is not known whether the call ran. Causeway does not try it again by itself.',
};

function Ended({
  call,
  actionsFor,
  children,
}: Pick<CallViewProps, 'actionsFor' | 'children'> & { call: Exclude<CallState, RunningCall> }) {
  switch (call.state) {
    case 'idle':
      return null;
    case 'completed':
      return (
        <div className="space-y-3">
          <div className="flex items-center justify-between">
            {call.result.isError === true ? (
              <State tone="bad">The tool reports an error</State>
            ) : (
              <State tone="ok">Completed</State>
            )}
            <span className="tabular text-xs text-faint">{formatDuration(call.milliseconds)}</span>
          </div>
          {call.cut !== undefined && (
            <p className="rounded-md bg-wait-soft px-3 py-2 text-sm text-wait">{call.cut}</p>
          )}
          {children(call.result)}
          <Logs logs={call.logs} />
        </div>
      );
    case 'approval-needed':
      return (
        <p className="text-sm">
          <State tone="wait">Needs approval</State> <Link to="/approvals">Go to Approvals</Link>
        </p>
      );
    case 'refused':
      return (
        <div role="alert" className="flex gap-2.5 rounded-lg border border-bad/35 bg-bad-soft p-3">
          <Ban aria-hidden className="mt-0.75 size-4 shrink-0 text-bad" />
          <div className="space-y-1">
            <p className="font-medium">{call.refusal.sentence}</p>
            <p className="text-sm text-muted">
              Refused by: {call.refusal.layer}
              {call.refusal.link !== undefined && (
                <>
                  {' · '}
                  <Link to={call.refusal.link} className="text-accent underline underline-offset-2">
                    Change it
                  </Link>
                </>
              )}
            </p>
          </div>
        </div>
      );
    case 'failed': {
      const known = outcomeWords[call.outcome];
      return (
        <ErrorNote
          error={{ ...call.problem, fix: [known, call.problem.fix].filter(Boolean).join(' ') || undefined }}
          actions={actionsFor?.(call.problem.code)}
        />
      );
    }
    case 'cancelled':
      return (
        <State tone="idle">
          Cancelled{call.milliseconds > 0 ? ` after ${formatDuration(call.milliseconds)}` : ''}
        </State>
      );
  }
}

export function CallView({ run, serverName, actionsFor, children }: CallViewProps) {
  const { call } = run;
  return (
    <section aria-label="Result" aria-live="polite">
      {call.state === 'running' ? (
        <Running call={call} run={run} serverName={serverName} />
      ) : (
        <Ended call={call} {...(actionsFor && { actionsFor })}>
          {children}
        </Ended>
      )}
    </section>
  );
}
