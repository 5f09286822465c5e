import { AppError } from '#shared/app-error.ts';
import { causes } from './causes.ts';
import type { Failure } from './step.ts';

export const authorizationErrors = {
  accountNotFound: () =>
    new AppError({ code: 'account_not_found', status: 404, message: 'There is no such account.' }),
  attemptNotFound: () =>
    new AppError({
      code: 'sign_in_not_found',
      status: 404,
      message: 'There is no such sign-in.',
      fix: 'Start the sign-in again from the connector.',
    }),
  attemptOver: () =>
    new AppError({
      code: 'sign_in_over',
      status: 409,
      message: 'This sign-in was continued already or took longer than ten minutes.',
      fix: 'Start the sign-in again from the connector.',
    }),
  notOAuth: (connector: string) =>
    new AppError({
      code: 'account_not_oauth',
      status: 409,
      message: `${connector} answers without a sign-in; there is nothing to sign in to.`,
      fix: 'Choose None as the sign-in of this account.',
    }),
  invalidSetting: (
    field: string,
    why: string,
    fix = 'Correct it; authorization servers are reached by https, or http on this machine.',
  ) =>
    new AppError({
      code: 'authorization_setting_invalid',
      status: 422,
      field: `body.${field}`,
      message: `${field} cannot be used: ${why}.`,
      fix,
    }),
  missingSetting: (field: string, message: string) =>
    new AppError({
      code: 'authorization_setting_missing',
      status: 422,
      field: `body.${field}`,
      message,
      fix: 'Enter it, or choose another way of signing in.',
    }),
  /** No call can be sent: a person must sign in first. */
  signInNeeded: (host: string, why?: string) =>
    new AppError({
      code: 'sign_in_needed',
      status: 401,
      message: `The account is not signed in to ${host}${why ? `: ${why}` : '.'}`,
      fix: 'Open the connector and choose Connect. Permissions, limits and history stay.',
      details: { outcome: 'not-sent' },
    }),
  /** The token ended and the authorization server cannot renew it right now. */
  cannotRenewNow: (host: string, why: string, retryAfterSeconds: number) =>
    new AppError({
      code: 'sign_in_server_unavailable',
      status: 503,
      message: `The sign-in to ${host} has ended and could not be renewed yet: ${why} It is kept, and tried again in ${retryAfterSeconds} s.`,
      fix: 'Try again in a moment; nothing was lost.',
      details: { outcome: 'not-sent', retryAfterSeconds },
    }),
  scopeMissing: (host: string, scopes: string[]) =>
    new AppError({
      code: 'scope_missing',
      status: 403,
      message: `The sign-in to ${host} does not cover this. The server asks for more: ${scopes.join(' ') || 'it does not say what'}.`,
      fix: causes.scope_missing.fix,
      details: { outcome: 'error', scopes },
    }),
  scopeLoop: (host: string, scopes: string[]) =>
    new AppError({
      code: 'scope_loop',
      status: 403,
      message: `${host} asks again for scopes that were asked for already: ${scopes.join(' ') || 'it does not say which'}.`,
      fix: causes.scope_loop.fix,
      details: { outcome: 'error', scopes },
    }),
};

export const problemOf = ({ cause, message, fix }: Failure) => ({ code: cause, message, fix });
