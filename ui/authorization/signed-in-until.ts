// How long a sign-in lasts, in the words of the account page.
import type { SignInDetails } from '#shared/contract/authorization.ts';
import { formatDuration, formatMoment } from '../components/format.ts';

/** `Signed in until 14:03:22, renews by itself`; epoch milliseconds in, one line out. */
export function signedInUntil(details: SignInDetails, now: number): string {
  if (!details.signedIn) return 'Not signed in';
  const { signedInUntil: until, renewsByItself } = details;
  if (until === undefined)
    return renewsByItself
      ? 'Signed in, renews by itself; the server does not say how long a token lasts'
      : 'Signed in until the server ends it; it does not say when';
  if (renewsByItself)
    return until > now
      ? `Signed in until ${formatMoment(until, now)}, renews by itself`
      : 'Signed in, renews by itself at the next use';
  return until > now
    ? `Signed in until ${formatMoment(until, now)}, then signs out: the server gave nothing to renew it with`
    : 'The sign-in has ended: the server gave nothing to renew it with';
}

/** `in 48 s`; undefined when it is over or unknown. */
export function timeLeft(until: number | undefined, now: number): string | undefined {
  return until !== undefined && until > now ? `in ${formatDuration(until - now)}` : undefined;
}

export const grantWords: Record<SignInDetails['grant'], string> = {
  'authorization-code': 'Signed in as a person, in the browser',
  'client-credentials': 'Client credentials: Causeway signs in as itself',
  enterprise: 'Enterprise-managed: by your identity provider',
  workload: 'Workload identity: by a signed token',
};
