// What a failure means for an account.
import { AppError } from '#shared/app-error.ts';
import type { Problem } from './connector.ts';

/** Nothing but a person's sign-in helps. */
const signInCodes = new Set(['sign_in_needed', 'sign_in_refused', 'upstream_sign_in_required']);
/** In a listing they are about the sign-in too; in a call they are about that call. */
const listingSignInCodes = new Set([
  'upstream_insufficient_scope',
  'upstream_forbidden',
  'scope_missing',
  'scope_loop',
]);

/** No server was there to answer. Other failures of a call are about that call. */
const unreachableCodes = new Set([
  'address_blocked',
  'connect_timeout',
  'connection_refused',
  'dns_failed',
  'dns_not_found',
  'host_unreachable',
  'upstream_unavailable',
]);

export const isAboutSignIn = (code: string): boolean => signInCodes.has(code) || listingSignInCodes.has(code);

export function meaningOfCall(code: string): 'sign-in' | 'unreachable' | 'nothing' {
  if (signInCodes.has(code)) return 'sign-in';
  return unreachableCodes.has(code) || code.startsWith('tls_') ? 'unreachable' : 'nothing';
}

/** Code, sentence and fix of anything thrown; what is not ours gets words without its insides. */
export function problemOf(thrown: unknown, name: string): Problem {
  if (thrown instanceof AppError) {
    return {
      code: thrown.code,
      message: thrown.message,
      ...(thrown.fix === undefined ? {} : { fix: thrown.fix }),
    };
  }
  return {
    code: 'connector_failed',
    message: `Causeway could not connect to ${name}: its answers broke the connection in a way Causeway does not know.`,
    fix: 'Run the connection check; it says at which step it fails.',
  };
}
