// Steps 5 and 8: the durable record before a call leaves, and how it ended after it.
import type { ActivityEntry } from '#shared/contract/activity.ts';
import type { ActivityEnd, NewActivity } from '../activity/record.ts';
import type { CallOutcome, CallRequest } from './call.ts';
import {
  type DecidedCall,
  failedBeforeSending,
  type GateCall,
  type GateDeps,
  millisecondsSince,
  type ReservedCall,
  type Step,
} from './gate.ts';

const kinds: Record<CallRequest['method'], ActivityEntry['kind']> = {
  'tools/call': 'tool-call',
  'resources/read': 'resource-read',
  'prompts/get': 'prompt-get',
  'completion/complete': 'completion',
};

/** Durable when it resolves. A call that cannot be recorded is not sent. */
export async function recordStart(deps: GateDeps, call: ReservedCall): Promise<Step<true>> {
  try {
    await deps.activity.begin(entryOf(call, call));
    return { go: true };
  } catch (error) {
    deps.log.error('a call could not be recorded', { callId: call.id, error });
    return failedBeforeSending(deps, call, {
      code: 'activity_not_writable',
      message: `Causeway could not record this call, so nothing was sent to ${call.connector.name}.`,
      fix: 'Check that the disk has room and the database answers, then try again.',
    });
  }
}

/** A call that ends before it is sent is one entry; what cannot even be written is at least logged. */
export async function recordUnsent(
  deps: GateDeps,
  call: GateCall & Partial<DecidedCall>,
  outcome: CallOutcome,
): Promise<void> {
  if (outcome.kind === 'approval-needed') return;
  try {
    await deps.activity.write(entryOf(call, call), endOf(deps, call, outcome));
  } catch (error) {
    deps.log.error('a refused call could not be recorded', { callId: call.id, error });
  }
}

export async function recordEnd(
  deps: GateDeps,
  call: ReservedCall,
  outcome: CallOutcome,
  resultBytes?: number,
  how?: { patient: boolean },
): Promise<void> {
  const end = endOf(deps, call, outcome);
  if (resultBytes !== undefined) end.resultBytes = resultBytes;
  try {
    await deps.activity.end(call.id, end, how);
  } catch (error) {
    // The entry stays `started`, which is shown as unknown: true, if less than what is known.
    deps.log.error('the end of a call could not be recorded', { callId: call.id, error });
  }
}

function entryOf(call: GateCall, known: Partial<ReservedCall>): NewActivity {
  const { request } = call;
  const { verdict, connector } = known;
  return {
    id: call.id,
    kind: kinds[request.method],
    personId: request.personId,
    projectId: request.projectId,
    door: request.origin.door,
    ...(request.origin.client === undefined ? {} : { client: request.origin.client }),
    connectorId: request.connectorId,
    ...(connector ? { accountId: connector.account.id } : {}),
    subject: request.subject,
    ...(known.argumentsDigest === undefined ? {} : { argumentsDigest: known.argumentsDigest }),
    arguments: request.arguments,
    ...(verdict
      ? {
          decision: verdict.decision,
          decidedBy: {
            layer: verdict.layer,
            ...(verdict.ruleId === undefined ? {} : { ruleId: verdict.ruleId }),
            sentence: verdict.sentence,
          },
        }
      : {}),
    ...(known.approvalId === undefined ? {} : { approvalId: known.approvalId }),
  };
}

function endOf(deps: GateDeps, call: GateCall, outcome: CallOutcome): ActivityEnd {
  const milliseconds = Math.round(millisecondsSince(deps, call.startedAt));
  switch (outcome.kind) {
    case 'completed':
      return { outcome: outcome.result.isError === true ? 'tool-error' : 'completed', milliseconds };
    case 'refused':
      return { outcome: 'refused', refusal: outcome.refusal, milliseconds };
    case 'cancelled':
      return { outcome: 'cancelled', milliseconds };
    case 'failed':
      return {
        outcome: outcome.outcome === 'unknown' ? 'unknown' : 'failed',
        problem: { code: outcome.problem.code, message: outcome.problem.message },
        milliseconds,
      };
    case 'approval-needed':
      return { outcome: 'refused', approvalId: outcome.approvalId, milliseconds };
  }
}
