// The steps of the probe, told in place as they happen.
import { StateIcon } from '../components/state.tsx';
import type { ProbeStep } from './probe-state.ts';

const tones = { running: 'working', passed: 'ok', failed: 'bad' } as const;
const words = { running: 'running', passed: 'passed', failed: 'failed' };

export function ProbeSteps({ steps }: { steps: ProbeStep[] }) {
  return (
    <ol aria-label="What was looked at" className="space-y-1">
      {steps.map((step) => (
        <li key={step.step} className="flex items-start gap-2 text-sm motion-safe:animate-appear">
          <StateIcon tone={tones[step.state]} className="mt-0.75" />
          <span className="min-w-0 [overflow-wrap:anywhere]">
            {step.line}
            <span className="sr-only"> ({words[step.state]})</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
