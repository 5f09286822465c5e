// What can go wrong between this page and Causeway itself.
import { AppError } from '#shared/app-error.ts';

/** The request never got an answer. */
export const causewayUnreachable = (cause: unknown): AppError =>
  new AppError({
    code: 'causeway_unreachable',
    status: 0,
    message: `This page could not reach Causeway at ${location.origin}.`,
    fix: 'Check that Causeway is running on that address, then try again.',
    cause,
  });

/** The answer does not have the shape the contract gives it. */
export const answerNotUnderstood = (endpointId: string, detail: string): AppError =>
  new AppError({
    code: 'answer_not_understood',
    status: 0,
    message: `Causeway answered ${endpointId} in a shape this page does not know.`,
    fix: 'Reload the page: it may be older than the server.',
    details: { endpoint: endpointId, detail },
  });

/** A refusal that is not in the one error shape of the API, such as a proxy's. */
export const refusedWithoutReason = (endpointId: string, status: number, body: string): AppError =>
  new AppError({
    code: `http_${status}`,
    status,
    message: `Causeway answered ${endpointId} with HTTP ${status} and no explanation.`,
    fix: 'Try again; if it stays, look at the log of the server.',
    details: body === '' ? undefined : { body: body.slice(0, 500) },
  });

/** Any thrown value as an AppError, so that every error is shown the same way. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError({
    code: 'page_error',
    status: 0,
    message: `This page met an error of its own: ${error instanceof Error ? error.message : String(error)}`,
    fix: 'Reload the page.',
    cause: error,
  });
}

/** A problem that came inside an answer, such as in a stream. */
export const errorFromProblem = (given: {
  code: string;
  message: string;
  fix?: string | undefined;
}): AppError => new AppError({ code: given.code, status: 0, message: given.message, fix: given.fix });
