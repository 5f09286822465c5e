// Expected failures of connectors and accounts.
import { AppError } from '#shared/app-error.ts';
import type { Problem } from './connector.ts';

export const connectorErrors = {
  connectorNotFound: () =>
    new AppError({
      code: 'connector_not_found',
      status: 404,
      message: 'There is no such connector.',
      fix: 'Go back to Connectors; it may have been removed.',
    }),
  accountNotFound: () =>
    new AppError({
      code: 'account_not_found',
      status: 404,
      message: 'There is no such account on this connector.',
      fix: 'Choose another account, or add one under Accounts.',
    }),
  accountNotConnected: (connector: string, account: string, problem: Problem | undefined) =>
    new AppError({
      code: 'account_not_connected',
      status: 409,
      message: `The account “${account}” of ${connector} is not connected.${problem ? ` ${problem.message}` : ''}`,
      fix: problem?.fix ?? `Open ${connector} and connect the account.`,
    }),
  noAccount: (connector: string) =>
    new AppError({
      code: 'account_not_connected',
      status: 409,
      message: `${connector} has no account to use.`,
      fix: `Open ${connector} and add an account.`,
    }),
  badUrl: (problem: Problem) =>
    new AppError({ ...problem, status: 422, field: 'body.url', details: { outcome: 'not-sent' } }),
  badCertificate: () =>
    new AppError({
      code: 'certificate_invalid',
      status: 422,
      field: 'body.certificateAuthority',
      message: 'This is no certificate in PEM form.',
      fix: 'Paste the certificate of the authority, from “-----BEGIN CERTIFICATE-----” to its end. A private key does not belong here.',
    }),
  badSlug: () =>
    new AppError({
      code: 'slug_invalid',
      status: 422,
      field: 'body.slug',
      message:
        'A short name has 1 to 32 characters out of a–z, 0–9 and “-”, and starts and ends with a letter or digit.',
      fix: 'Choose a short name such as acme-docs.',
    }),
  slugTaken: (slug: string) =>
    new AppError({
      code: 'slug_taken',
      status: 409,
      field: 'body.slug',
      message: `Another connector of this project has the short name “${slug}”.`,
      fix: 'Choose another short name.',
    }),
  headerNotAllowed: (name: string, why: string) =>
    new AppError({
      code: 'header_not_allowed',
      status: 422,
      field: 'body.signIn.headers',
      message: `The header “${name.slice(0, 60)}” cannot be used for a sign-in: ${why}.`,
      fix: 'Enter the header as the provider of the server names it, for example Authorization or X-API-Key.',
    }),
  basicNotAllowed: (why: string) =>
    new AppError({
      code: 'user_name_not_allowed',
      status: 422,
      field: 'body.signIn.username',
      message: `This user name and password cannot be sent: ${why}.`,
      fix: 'Check the user name and password.',
    }),
  signInNeeded: (host: string) =>
    new AppError({
      code: 'sign_in_needed',
      status: 409,
      field: 'body.signIn',
      message: `${host} answered, and asks for a sign-in. Nothing was saved.`,
      fix: 'Choose how to sign in: OAuth, an API key or headers, or user name and password.',
    }),
  signInRefused: (host: string, kind: 'headers' | 'basic') =>
    new AppError({
      code: 'sign_in_refused',
      status: 409,
      field: 'body.signIn',
      message: `${host} refused the ${kind === 'headers' ? 'header or API key' : 'user name and password'} that was sent. Nothing was saved.`,
      fix: 'Check that it is whole, still valid, and meant for this server.',
    }),
  changedMeanwhile: (connector: string) =>
    new AppError({
      code: 'connector_changed_meanwhile',
      status: 409,
      message: `${connector} was changed while its server was asked. Nothing was saved.`,
      fix: 'Look at the connector again, then repeat what you did.',
    }),
  tooSlow: (host: string, seconds: number) =>
    new AppError({
      code: 'connector_timeout',
      status: 504,
      message: `${host} took the connection and did not finish answering within ${seconds} s.`,
      fix: 'The server may be overloaded or stuck. Try again, or run the connection check.',
      details: { host, outcome: 'unknown' },
    }),
};
