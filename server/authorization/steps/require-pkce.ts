// The protocol forbids a sign-in at a server whose metadata does not promise PKCE with S256.
import type { ServerMetadata, SignInSettings } from '../model.ts';
import { failed, passed, type StepResult } from '../step.ts';

export function requirePkce(
  metadata: ServerMetadata,
  settings: Pick<SignInSettings, 'supportsPkceS256' | 'grant'>,
): StepResult<true> {
  if (settings.grant !== 'authorization-code') return passed(true, 'No code is sent with this grant');
  const { host } = new URL(metadata.issuer);
  const methods = metadata.code_challenge_methods_supported;
  if (methods?.includes('S256')) return passed(true, `${host} supports PKCE with S256`);
  if (settings.supportsPkceS256) return passed(true, 'PKCE with S256 is supported, as entered by hand');
  // Revision 2025-03-26 demands PKCE of servers that publish nothing.
  if (metadata.source === 'guessed') return passed(true, 'PKCE with S256 is used as the protocol demands');
  return methods === undefined || methods.length === 0
    ? failed('pkce_not_offered', `The metadata of ${host} has no code_challenge_methods_supported.`)
    : failed(
        'pkce_plain_only',
        `${host} offers PKCE only with ${methods.join(', ').slice(0, 80)}, not with S256.`,
      );
}
