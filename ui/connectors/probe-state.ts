// What the dialog knows while a URL is looked at. Pure: events in, state out.
//   idle → looking → found | failed; start again at any time.
import type { ProbeEvent } from '#shared/contract/connectors.ts';

export type Found = Extract<ProbeEvent, { kind: 'found' }>['found'];
export type Problem = Extract<ProbeEvent, { kind: 'failed' }>['problem'];
export type ProbeStep = Omit<Extract<ProbeEvent, { kind: 'step' }>, 'kind'>;

export type Probe =
  | { state: 'idle' }
  | { state: 'looking'; url: string; steps: ProbeStep[] }
  | { state: 'found'; url: string; steps: ProbeStep[]; found: Found }
  | { state: 'failed'; url: string; steps: ProbeStep[]; problem: Problem };

export const startProbe = (url: string): Probe => ({ state: 'looking', url, steps: [] });

/** A step that is told again takes its own place; after `found` or `failed` nothing changes any more. */
export function advanceProbe(probe: Probe, event: ProbeEvent): Probe {
  if (probe.state !== 'looking') return probe;
  switch (event.kind) {
    case 'step': {
      const { kind: _, ...step } = event;
      const known = probe.steps.some((each) => each.step === step.step);
      return {
        ...probe,
        steps: known
          ? probe.steps.map((each) => (each.step === step.step ? step : each))
          : [...probe.steps, step],
      };
    }
    case 'found':
      return { ...probe, state: 'found', found: event.found };
    case 'failed':
      return {
        ...probe,
        state: 'failed',
        steps: probe.steps.map((step) => (step.state === 'running' ? { ...step, state: 'failed' } : step)),
        problem: event.problem,
      };
  }
}

/** The stream ended without a last word. */
export function endProbe(probe: Probe): Probe {
  return advanceProbe(probe, {
    kind: 'failed',
    problem: {
      code: 'probe_cut_off',
      message: 'Causeway stopped looking at the address before it came to an end.',
      fix: 'Try again.',
    },
  });
}
