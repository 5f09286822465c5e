// The answer that the browser brings back: `iss` first, on success and on error (RFC 9207), then error, then code.

import type { Cause } from '../causes.ts';
import type { ServerMetadata } from '../model.ts';
import { failed, passed, type StepResult } from '../step.ts';
import { plainText } from './judge-answer.ts';

const causeOfError: Record<string, Cause> = {
  access_denied: 'authorization_denied',
  login_required: 'authorization_denied',
  consent_required: 'authorization_denied',
  interaction_required: 'authorization_denied',
  invalid_scope: 'scope_refused',
  unauthorized_client: 'client_not_known',
  invalid_client: 'client_not_known',
  invalid_target: 'resource_refused',
};

/** Compared byte by byte with the issuer of the validated metadata. `state` was matched before this. */
export function checkCallback(
  parameters: URLSearchParams,
  metadata: Pick<ServerMetadata, 'issuer' | 'authorization_response_iss_parameter_supported'>,
): StepResult<{ code: string }> {
  const { host } = new URL(metadata.issuer);
  const issuers = parameters.getAll('iss');
  if (issuers.some((issuer) => issuer !== metadata.issuer))
    return failed(
      'issuer_wrong_in_answer',
      `The answer names the issuer “${plainText(issuers[0] ?? '', 200)}”, expected was “${metadata.issuer}”. No code was sent anywhere.`,
    );
  if (issuers.length === 0 && metadata.authorization_response_iss_parameter_supported)
    return failed(
      'issuer_missing_in_answer',
      `${host} promises to name itself in its answers and did not. No code was sent anywhere.`,
    );
  const error = parameters.get('error');
  if (error !== null) {
    const description = parameters.get('error_description');
    const said = description ? `: “${plainText(description, 300)}”` : '';
    const name = plainText(error, 60);
    return failed(causeOfError[error] ?? 'authorization_failed', `${host} came back with ${name}${said}.`, {
      oauthError: name,
    });
  }
  const codes = parameters.getAll('code');
  const code = codes[0];
  if (codes.length !== 1 || !code || code.length > 8192)
    return failed('code_missing', `The answer of ${host} holds neither one code nor an error.`);
  return passed({ code }, `${host} sent a code`);
}
