import { AppError } from '#shared/app-error.ts';

const restore =
  'Put the right key file back from your backup. Causeway never makes a new one over existing data.';

export const vaultErrors = {
  keyMissing: (file: string) =>
    new AppError({
      code: 'vault_key_missing',
      status: 500,
      message: `The key file ${file} is not there, but the database holds sign-ins that only its key opens.`,
      fix: restore,
    }),
  keyUnreadable: (file: string, why: string, cause?: unknown) =>
    new AppError({
      code: 'vault_key_unreadable',
      status: 500,
      message: `The key file ${file} cannot be used: ${why}.`,
      fix: restore,
      cause,
    }),
  keyExposed: (file: string, mode: string) =>
    new AppError({
      code: 'vault_key_exposed',
      status: 500,
      message: `The key file ${file} can be read or changed by others on this machine (mode ${mode}).`,
      fix: `Close it with: chmod 600 ${file} — and if others use this machine, rotate the key.`,
    }),
  keyWrong: (file: string) =>
    new AppError({
      code: 'vault_key_wrong',
      status: 500,
      message: `The key file ${file} does not open this database: it belongs to another one, or an old copy was put in its place.`,
      fix: restore,
    }),
  /** One constant error whatever was wrong, so that nothing can be learned by trying. */
  cannotOpen: () =>
    new AppError({
      code: 'vault_cannot_open',
      status: 500,
      message: 'A stored sign-in could not be opened with the key of this installation.',
      fix: 'Sign in to the account again.',
    }),
};
