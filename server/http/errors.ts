// The one place where failures become answers.
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { AppError } from '#shared/app-error.ts';
import type { Problem } from '#shared/contract/problem.ts';
import type { Log } from '../platform/log.ts';

export interface RenderedProblem {
  status: number;
  body: Problem;
}

/** An `AppError` says what it says; anything else is logged with a reference, and the answer is constant. */
export function renderError(error: unknown, log: Log): RenderedProblem {
  if (error instanceof AppError)
    return {
      status: error.status,
      body: {
        error: {
          code: error.code,
          message: error.message,
          ...(error.fix === undefined ? {} : { fix: error.fix }),
          ...(error.field === undefined ? {} : { field: error.field }),
          ...(error.details === undefined ? {} : { details: error.details }),
        },
      },
    };
  const reference = randomUUID();
  log.error('a request failed unexpectedly', { reference, error });
  return {
    status: 500,
    body: {
      error: {
        code: 'unexpected',
        message: 'Causeway could not finish this request because of a fault of its own.',
        fix: `Try again. If it stays, look for ${reference} in the log of the server.`,
        details: { reference },
      },
    },
  };
}

export function problemResponse(error: unknown, log: Log): Response {
  const { status, body } = renderError(error, log);
  return Response.json(body, { status, headers: { 'cache-control': 'no-store' } });
}

export const signInNeeded = (): AppError =>
  new AppError({
    code: 'sign_in_needed',
    status: 401,
    message: 'Nobody is signed in.',
    fix: 'Sign in, or send a personal access token as `Authorization: Bearer`.',
  });

export const scopeMissing = (scope: string): AppError =>
  scope === 'session'
    ? new AppError({
        code: 'session_needed',
        status: 403,
        message: 'Access tokens are not accepted here.',
        fix: 'Do this in the web app.',
      })
    : new AppError({
        code: 'scope_missing',
        status: 403,
        message: `This access token does not have the scope \`${scope}\`.`,
        fix: 'Create a token with that scope in Settings.',
        details: { scope },
      });

export const administratorNeeded = (): AppError =>
  new AppError({
    code: 'administrator_needed',
    status: 403,
    message: 'Only an administrator may do this.',
    fix: 'Ask an administrator of this installation.',
  });

export const hostNotAllowed = (host: string, publicUrl: string): AppError =>
  new AppError({
    code: 'host_not_allowed',
    status: 421,
    message: `Causeway does not answer for the host ${JSON.stringify(host.slice(0, 100))}.`,
    fix: `Open ${publicUrl}, or set CAUSEWAY_PUBLIC_URL to the origin that you use.`,
  });

export const originNotAllowed = (): AppError =>
  new AppError({
    code: 'origin_not_allowed',
    status: 403,
    message: 'The request comes from a page of another site, or does not say where it comes from.',
    fix: 'Use Causeway in its own tab; programs send a personal access token.',
  });

export const bodyTooLarge = (most: number): AppError =>
  new AppError({
    code: 'body_too_large',
    status: 413,
    message: `The request is larger than ${most} bytes.`,
    fix: 'Send less at once.',
    details: { most },
  });

export const bodyTypeWrong = (): AppError =>
  new AppError({
    code: 'body_type_wrong',
    status: 415,
    message: 'The body of the request is not marked as JSON.',
    fix: 'Send `Content-Type: application/json`.',
  });

export const notFound = (): AppError =>
  new AppError({
    code: 'not_found',
    status: 404,
    message: 'There is nothing here.',
    fix: 'Check the address and the method.',
  });

export const nullCharacter = (field: string): AppError =>
  new AppError({
    code: 'request_invalid',
    status: 400,
    message: `\`${field}\` holds a NUL character.`,
    fix: 'Remove it.',
    field,
  });

/** The first thing wrong with an input, by its place: `body.url`. */
export function inputInvalid(where: 'params' | 'query' | 'body', error: z.ZodError): AppError {
  const issue = error.issues[0];
  const field = [where, ...(issue?.path ?? [])].map(String).join('.');
  return new AppError({
    code: 'request_invalid',
    status: 400,
    message: `\`${field}\` is not right: ${issue?.message ?? 'invalid'}.`,
    fix: 'Correct it and send the request again.',
    field,
    details: { issues: error.issues.slice(0, 20).map(({ path, message }) => ({ path, message })) },
  });
}
