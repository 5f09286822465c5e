// The URL the browser is sent to (OAuth 2.1 §4.1.1, RFC 8707, RFC 9449 §10): each of our parameters exactly once.
import { calculatePKCECodeChallenge, generateRandomCodeVerifier, generateRandomState } from 'oauth4webapi';
import { whyEndpointIsRefused } from '../addresses.ts';
import { failed, passed, type StepResult } from '../step.ts';

export interface Departure {
  url: string;
  state: string;
  verifier: string;
}

export async function buildAuthorizationUrl(input: {
  authorizationEndpoint: string | undefined;
  clientId: string;
  redirectUri: string;
  scopes: string[];
  resource: string | undefined;
  /** RFC 7638 thumbprint of the proof key. */
  dpopThumbprint?: string;
}): Promise<StepResult<Departure>> {
  // Checked again right before the browser leaves: what was stored may be older than the rule.
  const refused = whyEndpointIsRefused(input.authorizationEndpoint);
  if (refused || input.authorizationEndpoint === undefined)
    return failed('endpoint_not_allowed', `The authorization endpoint cannot be opened: ${refused}.`);
  const state = generateRandomState();
  const verifier = generateRandomCodeVerifier();
  const url = new URL(input.authorizationEndpoint);
  const parameters: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: input.clientId,
    redirect_uri: input.redirectUri,
    scope: input.scopes.length > 0 ? input.scopes.join(' ') : undefined,
    state,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    resource: input.resource,
    // OpenID Connect Core §11: a refresh token for offline access needs the person's consent.
    prompt: input.scopes.includes('offline_access') ? 'consent' : undefined,
    dpop_jkt: input.dpopThumbprint,
  };
  for (const [name, value] of Object.entries(parameters)) {
    url.searchParams.delete(name);
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return passed({ url: url.href, state, verifier }, `The browser goes to ${url.host}`);
}
