// The gate: the one path of every call to an upstream server, from every door.
//
//   resolve → decide → approve → reserve → record → send → settle → record → present
//
// Each step is a small file and either hands the call on or ends it.
import { approveCall } from './approve.ts';
import type { CallOutcome, CallRequest, CallSurface, CallThroughGate } from './call.ts';
import { decideCall } from './decide-call.ts';
import {
  callLimits,
  failedBeforeSending,
  type GateCall,
  type GateDeps,
  millisecondsSince,
  type ReservedCall,
  type ResolvedCall,
  type Step,
} from './gate.ts';
import type { Idempotency } from './idempotency.ts';
import type { Reservation } from './limits.ts';
import { presentResult } from './present.ts';
import { recordEnd, recordStart, recordUnsent } from './record.ts';
import { reservePlaces } from './reserve.ts';
import { resolveCall } from './resolve.ts';
import { sendCall } from './send.ts';

/** After this long between reserving and sending, the place is looked at once more: it may have been given away. */
const confirmAfter = 3_000;

export function createCallThroughGate(deps: GateDeps & { idempotency: Idempotency }): CallThroughGate {
  return (request, surface = {}) => {
    const run = (callId: string): Promise<CallOutcome> => runCall(deps, callId, request, surface);
    return request.idempotencyKey === undefined
      ? run(deps.id('call'))
      : deps.idempotency.once({ ...request, idempotencyKey: request.idempotencyKey }, run);
  };
}

async function runCall(
  deps: GateDeps,
  callId: string,
  request: CallRequest,
  surface: CallSurface,
): Promise<CallOutcome> {
  const running = deps.running.start({
    id: callId,
    personId: request.personId,
    ...(surface.signal ? { clientSignal: surface.signal } : {}),
  });
  try {
    const call: GateCall = { id: callId, request, surface, running, startedAt: deps.monotonic() };
    surface.onAccepted?.(callId);
    const cleared = await clearCall(deps, call);
    if ('end' in cleared) {
      await recordUnsent(deps, cleared.call, cleared.end);
      return cleared.end;
    }
    return await performCall(deps, cleared.go);
  } finally {
    running.end();
  }
}

type Cleared = { go: ReservedCall } | { end: CallOutcome; call: GateCall };

/** resolve → decide → approve → reserve: until here nothing is sent and nothing is counted. */
async function clearCall(deps: GateDeps, call: GateCall): Promise<Cleared> {
  const tooLarge = argumentsTooLarge(deps, call);
  if (tooLarge) return { ...tooLarge, call };
  const resolved = await resolveCall(deps, call);
  if ('end' in resolved) return { end: resolved.end, call };
  // A change of what is allowed while a person is asked starts over; three times is enough.
  for (let round = 0; round < 3; round += 1) {
    const decided = await decideCall(deps, resolved.go);
    if ('end' in decided) return { end: decided.end, call: resolved.go };
    const approved = await approveCall(deps, decided.go);
    if ('decideAgain' in approved) continue;
    if ('end' in approved) return { end: approved.end, call: decided.go };
    const held = { ...decided.go, ...approved.go };
    const reserved = await reservePlaces(deps, held);
    if ('end' in reserved) return { end: reserved.end, call: held };
    return { go: { ...held, reservation: reserved.go } };
  }
  return { ...policyKeepsChanging(deps, resolved.go), call: resolved.go };
}

/** record → send → settle → record → present. */
async function performCall(deps: GateDeps, call: ReservedCall): Promise<CallOutcome> {
  const reservedAt = deps.monotonic();
  const stopped = stoppedBeforeSending(deps, call);
  if (stopped) {
    await giveBack(deps, call.reservation);
    await recordUnsent(deps, call, stopped);
    return stopped;
  }
  const recorded = await recordStart(deps, call);
  if ('end' in recorded) {
    await giveBack(deps, call.reservation);
    return recorded.end;
  }
  const lost = await placeLost(deps, call, reservedAt);
  const sent = lost ?? (await sendCall(deps, call));
  if ('end' in sent) {
    await settle(deps, call, sent);
    await recordEnd(deps, call, sent.end);
    return sent.end;
  }
  await settle(deps, call, undefined);
  const { outcome, bytes } = await presentResult(deps, call, sent.sent);
  noteCall(deps, call, outcome);
  // A door that passes bytes on does not wait for the second write: the first one is durable, and says at least "unknown".
  const patient = call.surface.resultAs === 'text';
  const ending = recordEnd(deps, call, outcome, bytes, { patient });
  if (!patient) await ending;
  return outcome;
}

/** What provably never left costs nothing; everything else counts. */
async function settle(
  deps: GateDeps,
  call: ReservedCall,
  failed: { end: CallOutcome; left: boolean } | undefined,
): Promise<void> {
  if (failed) noteCall(deps, call, failed.end);
  if (!call.reservation) return;
  if (failed && !failed.left) await giveBack(deps, call.reservation);
  else deps.limits.settle(call.reservation);
}

async function giveBack(deps: GateDeps, reservation: Reservation | undefined): Promise<void> {
  if (!reservation) return;
  try {
    await deps.limits.release(reservation);
  } catch (error) {
    // It stays counted until the store answers again: too strict, never too lax.
    deps.log.warn('a reserved place could not be given back', { callId: reservation.callId, error });
  }
}

async function placeLost(
  deps: GateDeps,
  call: ReservedCall,
  reservedAt: number,
): Promise<{ end: CallOutcome; left: boolean } | undefined> {
  if (!call.reservation || deps.monotonic() - reservedAt < confirmAfter) return undefined;
  try {
    if (await deps.limits.confirm(call.reservation)) return undefined;
  } catch (error) {
    deps.log.error('a reserved place could not be confirmed', { callId: call.id, error });
  }
  const { end } = failedBeforeSending(deps, call, {
    code: 'reservation_lost',
    message: `Causeway took too long before sending, so the place reserved in a usage limit may be gone. Nothing was sent to ${call.connector.name}.`,
    fix: 'Call again.',
  });
  return { end, left: false };
}

function stoppedBeforeSending(deps: GateDeps, call: ReservedCall): CallOutcome | undefined {
  if (!call.running.stopped()) return undefined;
  return { kind: 'cancelled', callId: call.id, milliseconds: millisecondsSince(deps, call.startedAt) };
}

function noteCall(deps: GateDeps, call: ReservedCall, outcome: CallOutcome): void {
  deps.connectors.noteCall({
    connectorId: call.connector.id,
    accountId: call.connector.account.id,
    milliseconds: millisecondsSince(deps, call.startedAt),
    ...(outcome.kind === 'failed' ? { problem: outcome.problem } : {}),
  });
}

function argumentsTooLarge(deps: GateDeps, call: GateCall): Step<never> | undefined {
  const cap = deps.limitsOfCalls?.argumentBytes ?? callLimits.argumentBytes;
  let size = 0;
  const measure = (value: unknown, depth: number): boolean => {
    if (depth > 100) return false;
    if (typeof value === 'string') size += value.length;
    else if (value !== null && typeof value === 'object') {
      for (const key in value) {
        size += key.length + 4;
        if (size > cap || !measure((value as Record<string, unknown>)[key], depth + 1)) return false;
      }
    } else size += 4;
    return size <= cap;
  };
  if (measure(call.request.arguments, 0)) return undefined;
  return failedBeforeSending(deps, call, {
    code: 'arguments_too_large',
    message: `The arguments are larger than ${cap} bytes or nested more than 100 deep. Nothing was sent.`,
    fix: 'Send less at once.',
  }) as Step<never>;
}

const policyKeepsChanging = (deps: GateDeps, call: ResolvedCall): { end: CallOutcome } =>
  failedBeforeSending(deps, call, {
    code: 'policy_changing',
    message: `What is allowed on ${call.connector.name} changed again and again while this call was being decided. Nothing was sent.`,
    fix: 'Call again.',
  });
