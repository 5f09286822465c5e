// What is left of a usage limit, and when it resets.
import { clsx } from 'clsx';
import type { LimitStateView } from '#shared/contract/permissions.ts';
import { StateIcon } from '../components/state.tsx';

/** "3 of 10 left, resets at 00:00". */
export const leftWords = (state: LimitStateView): string =>
  `${Math.max(0, state.left).toLocaleString('en')} of ${state.maximum.toLocaleString('en')} left${
    state.resets === undefined ? '' : `, resets ${state.resets}`
  }`;

const shareUsed = ({ used, maximum }: LimitStateView): number =>
  maximum === 0 ? 1 : Math.min(1, used / maximum);

export function LimitLine({ state, withSentence = true }: { state: LimitStateView; withSentence?: boolean }) {
  const isUsedUp = state.left <= 0;
  return (
    <div className="min-w-0 space-y-1">
      <p className="flex flex-wrap items-center gap-x-2 text-sm">
        {withSentence && <span>{state.sentence}</span>}
        <span
          className={clsx('tabular inline-flex items-center gap-1', isUsedUp ? 'text-bad' : 'text-muted')}
        >
          {isUsedUp && <StateIcon tone="bad" />}
          {leftWords(state)}
        </span>
      </p>
      <div aria-hidden className="h-1 max-w-60 overflow-hidden rounded-full bg-hover">
        <div
          className={clsx('h-full origin-left', isUsedUp ? 'bg-bad' : 'bg-idle')}
          style={{ transform: `scaleX(${shareUsed(state)})` }}
        />
      </div>
    </div>
  );
}
