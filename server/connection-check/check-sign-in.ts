// A whole sign-in with a person at hand, for the check alone: the token is used for the catalogue and dropped.
import type { Prepared } from '../authorization/discover.ts';
import type { Wire } from '../authorization/exchange.ts';
import { makeProofKey, openProofKey, proveRequest } from '../authorization/proof-key.ts';
import { failed } from '../authorization/step.ts';
import { buildAuthorizationUrl } from '../authorization/steps/build-authorization-url.ts';
import { checkCallback } from '../authorization/steps/check-callback.ts';
import { requestMachineToken } from '../authorization/steps/request-machine-token.ts';
import { requestToken } from '../authorization/steps/request-token.ts';
import type { CredentialSource } from '../platform/credential.ts';
import type { CheckDeps, RunInput } from './check-connection.ts';
import type { Report } from './report.ts';

interface Context {
  found: Prepared;
  wire: Wire;
  report: Report;
}

export async function checkSignIn(
  deps: CheckDeps,
  input: RunInput,
  { found, wire, report }: Context,
): Promise<CredentialSource | undefined> {
  const { metadata, client, resource, scopes } = found;
  const proofKey = found.proof && (await makeProofKey(found.proof.algorithm));
  const proof = proofKey && { handle: await openProofKey(proofKey), must: true };
  const asked = { metadata, client, ...(proof && { proof }) };
  let token: Awaited<ReturnType<typeof requestToken>>;
  if (input.settings.grant !== 'authorization-code') {
    report.skipUntil('token', 'This grant needs no browser');
    token = await requestMachineToken(wire, {
      ...asked,
      settings: input.settings,
      resource,
      scopes: scopes.scopes,
    });
  } else {
    const code = await askPerson(deps, { found, wire, report });
    if (!code) return undefined;
    token = await requestToken(wire, {
      ...asked,
      grantType: 'authorization_code',
      parameters: { ...code, redirect_uri: deps.redirectUri, resource },
      asked: 'code',
    });
  }
  report.result('token', token);
  if (token.state === 'failed') {
    report.skipRest('An earlier step failed');
    return undefined;
  }
  const { accessToken, type } = token.value;
  let nonce: string | undefined;
  return {
    async headers(request): Promise<Record<string, string>> {
      const authorization = `${type} ${accessToken.reveal()}`;
      if (type !== 'DPoP' || !proofKey) return { authorization };
      const method = request?.method ?? 'POST';
      const dpop = await proveRequest(proofKey, {
        url: input.url,
        method,
        accessToken: accessToken.reveal(),
        nonce,
        now: Date.now(),
      });
      return { authorization, dpop };
    },
    async renew(refused) {
      const isNew = refused.nonce !== undefined && refused.nonce !== null && refused.nonce !== nonce;
      if (isNew) nonce = refused.nonce ?? undefined;
      return isNew;
    },
  };
}

async function askPerson(
  deps: CheckDeps,
  { found, report }: Context,
): Promise<{ code: string; code_verifier: string } | undefined> {
  const { metadata, client, scopes, resource } = found;
  const departure = await buildAuthorizationUrl({
    authorizationEndpoint: metadata.authorization_endpoint,
    clientId: client.clientId,
    redirectUri: deps.redirectUri,
    scopes: scopes.scopes,
    resource,
  });
  if (departure.state === 'failed') {
    report.result('authorization', departure);
    report.skipRest('An earlier step failed');
    return undefined;
  }
  const { host } = new URL(departure.value.url);
  if (!deps.browse) {
    report.skipRest(`A person signs in at ${host}; everything before that works`);
    return undefined;
  }
  const back = await deps.browse(departure.value.url);
  const state = back?.searchParams.getAll('state') ?? [];
  const answer = !back
    ? failed('redirect_refused', `${host} did not send the browser back to ${deps.redirectUri}.`)
    : state.length !== 1 || state[0] !== departure.value.state
      ? failed('state_not_known', `The answer of ${host} does not hold the state it was given.`)
      : checkCallback(back.searchParams, metadata);
  report.result('authorization', answer);
  if (answer.state === 'passed') return { code: answer.value.code, code_verifier: departure.value.verifier };
  report.skipRest('An earlier step failed');
  return undefined;
}
