// Runs a connection check and keeps its steps; a new run or leaving the page ends the one before.
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { CheckStep } from '#shared/contract/connection-check.ts';
import { listen } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';

export type CheckTarget = { url: string } | { connectorId: string; accountId?: string };

/** idle → running → ended; `error` when Causeway itself could not run it. */
export interface Check {
  state: 'idle' | 'running' | 'ended';
  steps: CheckStep[];
  error?: unknown;
}

/** A step that is told again takes its own place. */
export function withStep(steps: CheckStep[], step: CheckStep): CheckStep[] {
  return steps.some((each) => each.step === step.step)
    ? steps.map((each) => (each.step === step.step ? step : each))
    : [...steps, step];
}

export function useCheck(): { check: Check; run: (target: CheckTarget) => Promise<void> } {
  const [check, setCheck] = useState<Check>({ state: 'idle', steps: [] });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);
  const run = useCallback(async (target: CheckTarget) => {
    running.current?.abort();
    const mine = new AbortController();
    running.current = mine;
    setCheck({ state: 'running', steps: [] });
    try {
      for await (const step of listen(api.connectionCheck.run, { body: target }, { signal: mine.signal }))
        setCheck((current) => ({ ...current, steps: withStep(current.steps, step) }));
      if (!mine.signal.aborted) setCheck((current) => ({ ...current, state: 'ended' }));
    } catch (error) {
      if (mine.signal.aborted) return;
      setCheck((current) => ({ ...current, state: 'ended', error: asAppError(error) }));
    }
  }, []);
  return { check, run };
}
