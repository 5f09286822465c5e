// Annotations of a tool, as claims in words.
import type { Tool } from '#shared/contract/catalogue.ts';
import type { Tone } from '../components/state.tsx';

export interface Claim {
  words: string;
  tone: Tone;
}

export function claimsOf({ annotations }: Tool): Claim[] {
  const claims: Claim[] = [];
  const { readOnlyHint, destructiveHint, idempotentHint, openWorldHint } = annotations ?? {};
  if (readOnlyHint === true) claims.push({ words: 'claims: only reads', tone: 'idle' });
  if (readOnlyHint === false) claims.push({ words: 'claims: writes', tone: 'idle' });
  if (destructiveHint === true) claims.push({ words: 'claims: may delete or overwrite', tone: 'bad' });
  if (destructiveHint === false) claims.push({ words: 'claims: only adds', tone: 'idle' });
  if (idempotentHint === true) claims.push({ words: 'claims: twice is as once', tone: 'idle' });
  if (openWorldHint === true) claims.push({ words: 'claims: reaches outside', tone: 'idle' });
  if (openWorldHint === false) claims.push({ words: 'claims: stays inside', tone: 'idle' });
  return claims;
}
