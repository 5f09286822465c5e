// A call as a page sees it. Pure: events in, state out.
//   idle → running → completed | refused | failed | cancelled | approval-needed; started again at any time.
import type { CallEvent } from '#shared/contract/calls.ts';

type Of<Kind extends CallEvent['kind']> = Extract<CallEvent, { kind: Kind }>;
export type Question = Of<'question'>['elicitation'];

export interface RunningCall {
  state: 'running';
  /** Epoch milliseconds. */
  startedAt: number;
  /** Absent until the call was accepted. */
  callId?: string;
  progress?: { progress: number; total?: number | undefined; message?: string | undefined };
  logs: { level: string; data: unknown }[];
  /** What the server asks right now. */
  question?: Question;
  cancelling?: boolean;
}

export type CallState =
  | { state: 'idle' }
  | RunningCall
  | {
      state: 'completed';
      logs: RunningCall['logs'];
      result: Record<string, unknown>;
      milliseconds: number;
      cut?: string | undefined;
    }
  | { state: 'approval-needed'; approvalId: string }
  | { state: 'refused'; refusal: Of<'refused'>['refusal'] }
  | {
      state: 'failed';
      problem: Of<'failed'>['problem'];
      outcome: Of<'failed'>['outcome'];
      milliseconds: number;
    }
  | { state: 'cancelled'; milliseconds: number };

const logLimit = 200;

export const startCall = (now: number): CallState => ({ state: 'running', startedAt: now, logs: [] });

/** Events that come after the last one change nothing. */
export function advanceCall(call: CallState, event: CallEvent): CallState {
  if (call.state !== 'running') return call;
  switch (event.kind) {
    case 'accepted':
      return { ...call, callId: event.callId };
    case 'progress':
      return { ...call, progress: event };
    case 'log':
      return { ...call, logs: [...call.logs.slice(1 - logLimit), { level: event.level, data: event.data }] };
    case 'question':
      return { ...call, question: event.elicitation };
    case 'approval-needed':
      return { state: 'approval-needed', approvalId: event.approvalId };
    case 'completed':
      return {
        state: 'completed',
        logs: call.logs,
        result: event.result,
        milliseconds: event.milliseconds,
        cut: event.cut,
      };
    case 'refused':
      return { state: 'refused', refusal: event.refusal };
    case 'failed':
      return {
        state: 'failed',
        problem: event.problem,
        outcome: event.outcome,
        milliseconds: event.milliseconds,
      };
    case 'cancelled':
      return { state: 'cancelled', milliseconds: event.milliseconds };
  }
}

export function answered(call: CallState, key: string): CallState {
  if (call.state !== 'running' || call.question?.key !== key) return call;
  const { question: _, ...rest } = call;
  return rest;
}
