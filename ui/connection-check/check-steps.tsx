// The steps of a connection check, one under the other. The failed one is open: cause, fix, sent, received.
import type { CheckStep, Exchange } from '#shared/contract/connection-check.ts';
import { CodeBlock } from '../components/code-block.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { formatDuration } from '../components/format.ts';
import { State } from '../components/state.tsx';
import { receivedText, sentText, stepWords } from './report-text.ts';

const tones = { running: 'working', passed: 'ok', failed: 'bad', skipped: 'idle' } as const;
const words = { running: 'Running', passed: 'Passed', failed: 'Failed', skipped: 'Skipped' };

function ExchangeView({ exchange, number }: { exchange: Exchange; number: number }) {
  return (
    <div>
      <p className="text-xs font-medium text-muted">Sent</p>
      <CodeBlock code={sentText(exchange)} label={`request ${number}`} wrap />
      <p className="mt-2 text-xs font-medium text-muted">
        Received · {formatDuration(exchange.milliseconds)}
      </p>
      <CodeBlock code={receivedText(exchange)} label={`answer ${number}`} wrap />
    </div>
  );
}

function StepLine({ step }: { step: CheckStep }) {
  const head = (
    <span className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
      <span className="w-40 shrink-0">{stepWords[step.step]}</span>
      <span className="w-20 shrink-0 font-normal">
        <State tone={tones[step.state]}>{words[step.state]}</State>
      </span>
      <span className="min-w-0 flex-1 basis-52 font-normal text-muted [overflow-wrap:anywhere]">
        {step.line}
      </span>
    </span>
  );
  const time = step.state === 'skipped' ? undefined : formatDuration(step.milliseconds);
  if (step.exchanges.length === 0 && step.fix === undefined && step.cause === undefined)
    return (
      <div className="flex items-baseline gap-1.5 py-1.5 pl-5.5 text-sm font-medium">
        <div className="min-w-0 flex-1">{head}</div>
        {time !== undefined && <span className="text-xs font-normal text-faint">{time}</span>}
      </div>
    );
  return (
    <Disclosure title={head} aside={time} startsOpen={step.state === 'failed'}>
      <div className="space-y-3">
        {step.fix !== undefined && (
          <p className="text-base text-pretty [overflow-wrap:anywhere]">
            <span className="font-medium">What to do: </span>
            {step.fix}
          </p>
        )}
        {step.cause !== undefined && (
          <p className="text-sm text-muted">
            Cause: <span className="font-mono">{step.cause}</span>
          </p>
        )}
        {step.exchanges.map((exchange, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: exchanges have nothing but their order.
          <ExchangeView key={index} exchange={exchange} number={index + 1} />
        ))}
      </div>
    </Disclosure>
  );
}

export function CheckSteps({ steps }: { steps: CheckStep[] }) {
  return (
    <ol aria-label="Steps of the connection check" className="divide-y rounded-lg border">
      {steps.map((step) => (
        <li key={`${step.step} ${step.state}`} className="px-2">
          <StepLine step={step} />
        </li>
      ))}
    </ol>
  );
}
