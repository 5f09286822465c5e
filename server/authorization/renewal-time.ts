// When a token is renewed. Pure.
import type { Grant } from './grants.ts';

/** Not used any more this long before its end: a request takes time, and clocks differ. */
export const leewayMilliseconds = 10_000;

export function canRenew(grant: Pick<Grant, 'tokens' | 'facts'>): boolean {
  return grant.tokens?.refresh !== undefined || grant.facts.grant !== 'authorization-code';
}

/**
 * Epoch milliseconds: after 70 to 85 % of the lifetime, different per account and version, so that many
 * accounts of one server do not renew together; never later than the leeway before the end, and at once when
 * our own clock was set back to before the token was issued.
 */
export function renewAt(
  grant: Pick<Grant, 'expiresAt' | 'renewedAt' | 'version' | 'account'>,
  now: number,
): number {
  if (grant.expiresAt === undefined) return Number.POSITIVE_INFINITY;
  if (now < grant.renewedAt - leewayMilliseconds) return now;
  const lifetime = Math.max(0, grant.expiresAt - grant.renewedAt);
  let seed = 7;
  for (const character of `${grant.account.accountId}${grant.version}`)
    seed = (seed * 31 + character.charCodeAt(0)) % 1000;
  const early = grant.renewedAt + lifetime * (0.7 + (0.15 * seed) / 1000);
  return Math.min(early, grant.expiresAt - leewayMilliseconds);
}
