// What the steps of the gate share: their dependencies, the call on its way, and how a step ends it.
import type { Refusal } from '#shared/contract/calls.ts';
import type { Tool } from '#shared/contract/catalogue.ts';
import type { PolicyCall, Verdict } from '#shared/policy/decide.ts';
import type { ActivityRecord } from '../activity/record.ts';
import type { ConnectorsForCalls, ResolvedConnector } from '../connectors/connectors-for-calls.ts';
import type { Upstreams } from '../mcp/upstream.ts';
import type { Clock } from '../platform/clock.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Approvals } from './approvals.ts';
import type { CallOutcome, CallRequest, CallSurface } from './call.ts';
import type { KeptResults } from './kept-results.ts';
import type { Limits, Reservation } from './limits.ts';
import type { CallPolicy, Policies } from './policies.ts';
import type { RunningCall, RunningCalls } from './running-calls.ts';

export interface GateDeps {
  connectors: ConnectorsForCalls;
  upstreams: Upstreams;
  activity: ActivityRecord;
  policies: Policies;
  approvals: Approvals;
  limits: Limits;
  running: RunningCalls;
  keptResults: KeptResults;
  clock: Clock;
  /** Milliseconds that never step. */
  monotonic: () => number;
  id: MakeId;
  log: Log;
  /** Counts a matching argument rule; returns at once. */
  noteRuleHits: (ruleIds: string[]) => void;
  limitsOfCalls?: Partial<CallLimits>;
}

/** Bounds of one call: milliseconds and bytes. */
export interface CallLimits {
  idleMilliseconds: number;
  totalMilliseconds: number;
  /** A shown result above this is cut, and kept whole aside. */
  resultBytes: number;
  argumentBytes: number;
  questions: number;
}
export const callLimits: CallLimits = {
  idleMilliseconds: 120_000,
  totalMilliseconds: 600_000,
  resultBytes: 1_048_576,
  argumentBytes: 4 * 1_048_576,
  questions: 10,
};

/** A call on its way through the gate; each step adds what it finds. */
export interface GateCall {
  id: string;
  request: CallRequest;
  surface: CallSurface;
  running: RunningCall;
  /** `monotonic` when it came in. */
  startedAt: number;
}

export interface ResolvedCall extends GateCall {
  connector: ResolvedConnector;
  argumentsDigest: string;
  /** The pinned definition that runs; absent for resources. */
  tool?: Tool;
  definitionDigest: string;
  subjectOf: Omit<PolicyCall, 'definition'>;
}

export interface DecidedCall extends ResolvedCall {
  policy: CallPolicy;
  verdict: Verdict;
  policyCall: PolicyCall;
}

export interface ReservedCall extends DecidedCall {
  approvalId?: string;
  reservation: Reservation | undefined;
}

/** A step either hands the call on or ends it. */
export type Step<Next> = { go: Next } | { end: CallOutcome };

export const millisecondsSince = (deps: Pick<GateDeps, 'monotonic'>, startedAt: number): number =>
  Math.round((deps.monotonic() - startedAt) * 1000) / 1000;

export const refusedBy = (call: GateCall, refusal: Refusal): { end: CallOutcome } => ({
  end: { kind: 'refused', callId: call.id, refusal },
});

export function failedBeforeSending(
  deps: Pick<GateDeps, 'monotonic'>,
  call: GateCall,
  problem: { code: string; message: string; fix?: string },
): { end: CallOutcome } {
  return {
    end: {
      kind: 'failed',
      callId: call.id,
      problem,
      outcome: 'not-sent',
      milliseconds: millisecondsSince(deps, call.startedAt),
    },
  };
}

/** Where in the web app what refused can be changed. */
export function linkFor(
  connectorId: string,
  verdict: Pick<Verdict, 'layer' | 'ruleId'>,
  subject: string,
): string {
  const connector = `/connectors/${encodeURIComponent(connectorId)}`;
  const tool = `tool=${encodeURIComponent(subject)}`;
  switch (verdict.layer) {
    case 'definition':
      return `${connector}/review?${tool}`;
    case 'rule':
      return `${connector}?${tool}&rule=${encodeURIComponent(verdict.ruleId ?? '')}`;
    case 'permission':
      return `${connector}?${tool}`;
    case 'administrator':
    case 'project':
    case 'person':
      // Without an id the layer has nothing set: there is nothing to lead to but the page itself.
      return `/settings/ceilings${verdict.ruleId === undefined ? '' : `?ceiling=${encodeURIComponent(verdict.ruleId)}`}`;
  }
}
