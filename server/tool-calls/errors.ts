// What goes wrong in the gate before or beside a call; refusals of calls are outcomes, not errors.
import { AppError } from '#shared/app-error.ts';
import type { CallOutcome } from './call.ts';

export const callNotFound = (): AppError =>
  new AppError({
    code: 'call_not_found',
    status: 404,
    message: 'There is no such running call. It may be over, or it was never yours.',
    fix: 'Look it up under Activity.',
  });

export const questionNotFound = (): AppError =>
  new AppError({
    code: 'question_not_found',
    status: 404,
    message: 'The server is not waiting for an answer to this question. It may have been answered already.',
  });

export const idempotencyKeyReused = (): AppError =>
  new AppError({
    code: 'idempotency_key_reused',
    status: 409,
    message: 'This idempotency key was used for a different call before. Nothing was sent.',
    fix: 'Use a new key for a new call.',
    field: 'body.idempotencyKey',
  });

export const gateClosing = (): AppError =>
  new AppError({
    code: 'gate_closing',
    status: 503,
    message: 'Causeway is stopping and takes no new calls. Nothing was sent.',
    fix: 'Try again in a few seconds.',
  });

export const ruleInvalid = (message: string, field: string): AppError =>
  new AppError({ code: 'rule_invalid', status: 400, message, field });

export const notFound = (what: string): AppError =>
  new AppError({
    code: `${what.replaceAll(' ', '_')}_not_found`,
    status: 404,
    message: `There is no such ${what}.`,
  });

export const approvalOver = (why: string): AppError =>
  new AppError({
    code: 'approval_over',
    status: 409,
    message: `${why} Your answer was not taken.`,
    fix: 'Look at the list of approvals for what still waits.',
  });

/** For answers that are no stream: an outcome that is not a result, as an error. */
export function callFailed(outcome: Exclude<CallOutcome, { kind: 'completed' }>): AppError {
  if (outcome.kind === 'refused')
    return new AppError({
      code: outcome.refusal.code,
      status: 403,
      message: outcome.refusal.sentence,
      details: { refusal: outcome.refusal },
    });
  if (outcome.kind === 'failed') {
    const { code, message, fix } = outcome.problem;
    return new AppError({ code, status: 502, message, ...(fix === undefined ? {} : { fix }) });
  }
  return new AppError({
    code: outcome.kind === 'cancelled' ? 'call_cancelled' : 'needs_approval',
    status: 409,
    message: outcome.kind === 'cancelled' ? 'The call was cancelled.' : 'The call needs approval first.',
  });
}

export const limitInvalid = (message: string, field: string): AppError =>
  new AppError({ code: 'limit_invalid', status: 400, message, field });

export const definitionChangedAgain = (server: string, name: string): AppError =>
  new AppError({
    code: 'definition_changed_again',
    status: 409,
    message: `${server} lists another definition of "${name}" by now than the one that was shown, so nothing was accepted.`,
    fix: 'Look at the new difference and decide again.',
  });
