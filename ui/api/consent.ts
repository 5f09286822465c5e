// The authorization server's own consent endpoint: it speaks OAuth's errors, not the contract's.
import { z } from 'zod';
import { AppError } from '#shared/app-error.ts';
import { causewayUnreachable } from './errors.ts';

const answerShape = z.object({ url: z.string() });

/** Answers the question of a signed query; gives where the browser goes with the answer. Throws AppError. */
export async function answerConsent(signedQuery: string, accept: boolean): Promise<string> {
  const response = await fetch('/api/auth/oauth2/consent', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ accept, oauth_query: signedQuery }),
    credentials: 'same-origin',
  }).catch((error: unknown) => {
    throw causewayUnreachable(error);
  });
  const parsed = answerShape.safeParse(await response.json().catch(() => undefined));
  if (parsed.success) return parsed.data.url;
  throw new AppError({
    code: 'consent_not_taken',
    status: response.status,
    message: 'Causeway did not take the answer: the question is older than ten minutes, or was changed.',
    fix: 'Start the sign-in again in the app.',
  });
}
