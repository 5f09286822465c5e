// Step 4: a place in every usage limit that applies, taken before anything is sent.
import { resetWords } from '#shared/policy/windows.ts';
import { type DecidedCall, failedBeforeSending, type GateDeps, refusedBy, type Step } from './gate.ts';
import { amountUnit, type LimitedCall, type LimitRefusal, type Reservation } from './limits.ts';

export async function reservePlaces(
  deps: GateDeps,
  call: DecidedCall,
): Promise<Step<Reservation | undefined>> {
  const { limits } = call.policy.stored;
  // Completions come with every key pressed and change nothing: no limit counts them.
  if (limits.length === 0 || call.request.method === 'completion/complete') return { go: undefined };
  try {
    const reserved = await deps.limits.reserve(limitedCall(call), limits);
    if ('reservation' in reserved) return { go: reserved.reservation };
    return refusedBy(call, {
      code: 'usage_limit_reached',
      layer: 'limit',
      ruleId: reserved.refused.limit.id,
      sentence: limitSentence(reserved.refused, call, deps.limits.now()),
      link: `/connectors/${encodeURIComponent(call.connector.id)}/limits?limit=${encodeURIComponent(reserved.refused.limit.id)}`,
    });
  } catch (error) {
    deps.log.error('the usage limits could not be read', { callId: call.id, error });
    return failedBeforeSending(deps, call, {
      code: 'limits_not_verified',
      message: `Causeway could not read the usage limits, so nothing was sent to ${call.connector.name}.`,
      fix: 'Check that the database answers and has room, then try again.',
    });
  }
}

export const limitedCall = (call: Pick<DecidedCall, 'id' | 'request' | 'connector'>): LimitedCall => ({
  callId: call.id,
  personId: call.request.personId,
  isTool: call.request.method === 'tools/call',
  tool: call.request.subject,
  connectorId: call.connector.id,
  arguments: call.request.arguments,
  door: call.request.origin.door,
  ...(call.request.origin.conversationId === undefined
    ? {}
    : { conversationId: call.request.origin.conversationId }),
  ...(call.request.origin.clientId === undefined ? {} : { clientId: call.request.origin.clientId }),
});

function limitSentence(refused: LimitRefusal, call: DecidedCall, now: number): string {
  const { limit, window } = refused;
  if (refused.unreadable) return `${refused.unreadable} Nothing was sent to ${call.connector.name}.`;
  const what = {
    tool: `"${limit.tool}"`,
    connector: call.connector.name,
    project: 'this project',
    person: 'all your connectors',
  }[limit.scope as 'tool' | 'connector' | 'project' | 'person'];
  const per = limit.period === 'conversation' ? 'in one conversation' : `per ${limit.period}`;
  const most =
    limit.amount_path === null
      ? `${limit.maximum} ${limit.maximum === 1 ? 'call' : 'calls'}`
      : `a total of ${limit.maximum / amountUnit} in "${limit.amount_path}"`;
  const left = limit.amount_path === null ? '' : ` ${(limit.maximum - refused.used) / amountUnit} is left.`;
  const reset = window ? ` It resets ${resetWords(window.endsAt, now, limit.time_zone)}.` : '';
  return `The limit for ${what}, ${most} ${per}, is reached.${left}${reset} Nothing was sent to ${call.connector.name}.`;
}
