import { AppError } from '#shared/app-error.ts';

/** The same for an unknown e-mail, a wrong password and a person without one. */
export const signInRefused = (): AppError =>
  new AppError({
    code: 'sign_in_refused',
    status: 401,
    message: 'E-mail and password do not belong together.',
    fix: 'Check both. An administrator can give you a sign-in link.',
  });

/** The same for a link that never was, was used, or is too old. */
export const signInLinkRefused = (): AppError =>
  new AppError({
    code: 'sign_in_link_refused',
    status: 401,
    message: 'This sign-in link was used already, or is older than 24 hours.',
    fix: 'Start Causeway again to get a new link, sign in with your password or passkey, or ask an administrator.',
  });

export const tooManyAttempts = (seconds: number): AppError =>
  new AppError({
    code: 'too_many_attempts',
    status: 429,
    message: 'There were too many attempts to sign in.',
    fix: `Wait ${seconds} seconds, then try again.`,
    details: { retryAfterSeconds: seconds },
  });

export const currentPasswordWrong = (): AppError =>
  new AppError({
    code: 'current_password_wrong',
    status: 403,
    message: 'The current password is not right.',
    fix: 'Enter the password that you sign in with now.',
    field: 'body.currentPassword',
  });

export const emailNeeded = (): AppError =>
  new AppError({
    code: 'email_needed',
    status: 400,
    message: 'A password needs an e-mail address to sign in with.',
    fix: 'Enter your e-mail address. Causeway sends nothing to it.',
    field: 'body.email',
  });

export const emailTaken = (): AppError =>
  new AppError({
    code: 'email_taken',
    status: 409,
    message: 'Somebody of this installation has this e-mail address already.',
    fix: 'Use another address.',
    field: 'body.email',
  });

export const tokenNotFound = (): AppError =>
  new AppError({
    code: 'token_not_found',
    status: 404,
    message: 'There is no such access token.',
    fix: 'Look at the list of your tokens.',
  });
