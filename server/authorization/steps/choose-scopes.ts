// Which scopes to ask for: the challenge, else what the resource supports, else none; never above the ceiling.
import type { ServerMetadata, SignInSettings } from '../model.ts';

export interface ScopeChoice {
  /** All that is asked for, in order. */
  scopes: string[];
  /** Not granted before. */
  added: string[];
}

export function chooseScopes(input: {
  /** Of the challenge that started the sign-in; authoritative for the operation. */
  challenged: string[] | undefined;
  supportedByResource: string[];
  metadata: Pick<ServerMetadata, 'scopes_supported'>;
  settings: Pick<SignInSettings, 'extraScopes' | 'scopeCeiling' | 'grant'>;
  /** Asked for before, for a step-up: the union is asked for, so that nothing is lost. */
  before: string[];
  granted: string[];
}): ScopeChoice {
  const { challenged, settings } = input;
  const chosen = challenged && challenged.length > 0 ? challenged : input.supportedByResource;
  const staysSignedIn =
    settings.grant === 'authorization-code' && input.metadata.scopes_supported?.includes('offline_access');
  const wanted = [
    ...input.before,
    ...chosen,
    ...settings.extraScopes,
    ...(staysSignedIn ? ['offline_access'] : []),
  ];
  const ceiling = settings.scopeCeiling && new Set(settings.scopeCeiling);
  const scopes = [...new Set(wanted)].filter((scope) => !ceiling || ceiling.has(scope));
  return { scopes, added: scopes.filter((scope) => !input.granted.includes(scope)) };
}
