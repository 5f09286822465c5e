// The token that an account holds already, renewed when it is due.
import { AppError } from '#shared/app-error.ts';
import type { CredentialSource } from '../platform/credential.ts';
import type { Report } from './report.ts';

export async function checkStored(
  credential: CredentialSource,
  report: Report,
): Promise<CredentialSource | undefined> {
  report.skipUntil('token', 'The account signed in before');
  try {
    await credential.headers({ method: 'POST' });
    report.pass('token', 'The account holds a token that is valid here');
    return credential;
  } catch (error) {
    const { code, message, fix } =
      error instanceof AppError
        ? error
        : { code: '', message: 'The token could not be used.', fix: undefined };
    const cause = code === 'sign_in_server_unavailable' ? 'token_server_error' : 'sign_in_ended';
    report.fail('token', cause, message, fix ? { fix } : {});
    report.skipRest('An earlier step failed');
    return undefined;
  }
}
