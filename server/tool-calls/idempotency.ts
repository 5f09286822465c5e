// Same key, same call: it runs once, and everybody who asks gets the same answer.
import { hash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../platform/clock.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { Tables } from '../storage/tables.ts';
import type { CallOutcome, CallRequest } from './call.ts';
import { canonicalText } from './digest.ts';
import { idempotencyKeyReused } from './errors.ts';

const keptFor = 24 * 3_600_000;
/** An answer longer than this is not kept; a repeat is told so and is not run. */
const keptLength = 2_000_000;
const lookMilliseconds = 200;

export interface Idempotency {
  /** Runs the call, or answers with what the first call under this key answered. Throws 409 for another call under the key. */
  once(
    request: CallRequest & { idempotencyKey: string },
    run: (callId: string) => Promise<CallOutcome>,
  ): Promise<CallOutcome>;
}

export interface IdempotencyDeps {
  db: Kysely<Tables>;
  clock: Clock;
  id: MakeId;
  log: Log;
  processId: string;
  isAlive: (processId: string) => Promise<boolean>;
  /** Makes this process known to the others before it owns a key. */
  hold?: () => Promise<void>;
}

export function createIdempotency(deps: IdempotencyDeps): Idempotency {
  const running = new Map<string, { digest: string; outcome: Promise<CallOutcome> }>();
  return {
    async once(request, run) {
      const digest = requestDigest(request);
      const local = `${request.personId}\n${request.idempotencyKey}`;
      const known = running.get(local);
      if (known) {
        if (known.digest !== digest) throw idempotencyKeyReused();
        return known.outcome;
      }
      const outcome = runOrRepeat(deps, request, digest, run);
      running.set(local, { digest, outcome });
      try {
        return await outcome;
      } finally {
        running.delete(local);
      }
    },
  };
}

/** What makes two requests the same call. */
function requestDigest(request: CallRequest): string {
  const { projectId, connectorId, accountId, method, subject, params } = request;
  try {
    return hash(
      'sha256',
      canonicalText({
        projectId,
        connectorId,
        accountId,
        method,
        subject,
        params,
        arguments: request.arguments,
      }),
    );
  } catch {
    return hash('sha256', JSON.stringify(request));
  }
}

async function runOrRepeat(
  deps: IdempotencyDeps,
  request: CallRequest & { idempotencyKey: string },
  digest: string,
  run: (callId: string) => Promise<CallOutcome>,
): Promise<CallOutcome> {
  await deps.hold?.();
  const now = deps.clock.now();
  const callId = deps.id('call');
  await deps.db
    .deleteFrom('idempotent_call')
    .where('created_at', '<', now - keptFor)
    .execute();
  const inserted = await deps.db
    .insertInto('idempotent_call')
    .values({
      person_id: request.personId,
      idempotency_key: request.idempotencyKey,
      call_id: callId,
      outcome: null,
      created_at: now,
      request_digest: digest,
      process_id: deps.processId,
    })
    .onConflict((conflict) => conflict.columns(['person_id', 'idempotency_key']).doNothing())
    .returning('call_id')
    .execute();
  if (inserted.length === 0) return repeat(deps, request, digest);
  const outcome = await run(callId).catch(async (error: unknown) => {
    await forget(deps, request);
    throw error;
  });
  // Nothing ran: the same key may try again, for instance once the call was approved.
  if (outcome.kind === 'approval-needed' || (outcome.kind === 'failed' && outcome.outcome === 'not-sent')) {
    await forget(deps, request);
    return outcome;
  }
  const text = JSON.stringify(outcome);
  await deps.db
    .updateTable('idempotent_call')
    .set({ outcome: text.length <= keptLength ? text : JSON.stringify(tooLong(outcome)) })
    .where('person_id', '=', request.personId)
    .where('idempotency_key', '=', request.idempotencyKey)
    .execute()
    .catch((error) =>
      deps.log.error('the answer of a call could not be kept for repeats', { callId, error }),
    );
  return outcome;
}

async function forget(
  deps: IdempotencyDeps,
  request: CallRequest & { idempotencyKey: string },
): Promise<void> {
  await deps.db
    .deleteFrom('idempotent_call')
    .where('person_id', '=', request.personId)
    .where('idempotency_key', '=', request.idempotencyKey)
    .execute()
    .catch((error) => deps.log.error('a key of a call that did not run could not be freed', { error }));
}

async function repeat(
  deps: IdempotencyDeps,
  request: CallRequest & { idempotencyKey: string },
  digest: string,
): Promise<CallOutcome> {
  for (;;) {
    const row = await deps.db
      .selectFrom('idempotent_call')
      .selectAll()
      .where('person_id', '=', request.personId)
      .where('idempotency_key', '=', request.idempotencyKey)
      .executeTakeFirst();
    if (!row || row.request_digest !== digest) throw idempotencyKeyReused();
    if (row.outcome !== null) return JSON.parse(row.outcome) as CallOutcome;
    if (row.process_id === null || row.process_id === deps.processId || !(await deps.isAlive(row.process_id)))
      return endedUnknown(row.call_id);
    await new Promise((resolve) => setTimeout(resolve, lookMilliseconds));
  }
}

/** The process that ran it is gone, or could not write how it ended. */
const endedUnknown = (callId: string): CallOutcome => ({
  kind: 'failed',
  callId,
  problem: {
    code: 'call_outcome_unknown',
    message:
      'This call was started before and Causeway stopped before it knew how it ended. It may have run; it is not sent again.',
    fix: 'Look at the server whether it ran. Use a new key to call again.',
  },
  outcome: 'unknown',
  milliseconds: 0,
});

const tooLong = (outcome: CallOutcome): CallOutcome =>
  outcome.kind === 'completed'
    ? {
        kind: 'completed',
        callId: outcome.callId,
        result: {},
        milliseconds: outcome.milliseconds,
        cut: 'The first answer was too long to be kept for a repeat. The call ran once.',
      }
    : outcome;
