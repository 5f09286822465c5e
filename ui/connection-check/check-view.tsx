// One connection check: runs at once, tells its steps as they end, says the outcome, and can be copied or run again.
import { useEffect, useRef } from 'react';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { State } from '../components/state.tsx';
import { CheckSteps } from './check-steps.tsx';
import { reportText, stepWords } from './report-text.ts';
import { type Check, type CheckTarget, useCheck } from './use-check.ts';

function Outcome({ check }: { check: Check }) {
  if (check.state !== 'ended') return <State tone="working">Checking…</State>;
  const failed = check.steps.find((step) => step.state === 'failed');
  if (failed) return <State tone="bad">Stopped at {stepWords[failed.step]}</State>;
  return check.error === undefined ? <State tone="ok">Nothing is wrong</State> : null;
}

export function CheckView({ target, subject }: { target: CheckTarget; subject: string }) {
  const { check, run } = useCheck();
  const started = useRef(false);
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    void run(target);
  }, [run, target]);
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="min-w-0 flex-1">
          <Outcome check={check} />
        </p>
        {check.steps.length > 0 && (
          <CopyButton words text={reportText(subject, check.steps)} label="Copy report" />
        )}
        <Button size="small" busy={check.state === 'running'} onClick={() => void run(target)}>
          Check again
        </Button>
      </div>
      {check.error !== undefined && <ErrorNote error={asAppError(check.error)} />}
      {check.steps.length > 0 ? (
        <CheckSteps steps={check.steps} />
      ) : (
        check.state === 'running' && <SkeletonRows rows={4} label="Checking the connection" />
      )}
    </div>
  );
}
