// Grants without a browser: client credentials, identity assertion (ID-JAG), workload identity (RFC 7523).
import { decodeJwt } from 'jose';
import type { DPoPHandle } from 'oauth4webapi';
import { whyEndpointIsRefused } from '../addresses.ts';
import type { Wire } from '../exchange.ts';
import type { OAuthClient, ServerMetadata, SignInSettings, Tokens } from '../model.ts';
import { failed, passed, type StepResult } from '../step.ts';
import { requestToken } from './request-token.ts';

const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const tokenExchange = 'urn:ietf:params:oauth:grant-type:token-exchange';
const idJag = 'urn:ietf:params:oauth:token-type:id-jag';

export interface MachineRequest {
  metadata: ServerMetadata;
  client: OAuthClient;
  settings: SignInSettings;
  resource: string | undefined;
  scopes: string[];
  proof?: { handle: DPoPHandle; must: boolean };
}

export async function requestMachineToken(wire: Wire, request: MachineRequest): Promise<StepResult<Tokens>> {
  const { settings, scopes, resource } = request;
  const scope = scopes.length > 0 ? scopes.join(' ') : undefined;
  const common = { ...request, asked: 'machine' as const };
  if (settings.grant === 'client-credentials')
    return requestToken(wire, {
      ...common,
      grantType: 'client_credentials',
      parameters: { scope, resource },
    });
  const assertion =
    settings.grant === 'workload'
      ? workloadAssertion(settings)
      : await identityAssertion(wire, request, scope);
  if (assertion.state === 'failed') return assertion;
  const answer = await requestToken(wire, {
    ...common,
    grantType: jwtBearer,
    parameters: { assertion: assertion.value, scope, resource },
  });
  return { ...answer, exchanges: [...assertion.exchanges, ...answer.exchanges] };
}

function workloadAssertion({ workloadToken }: SignInSettings): StepResult<string> {
  return workloadToken
    ? passed(workloadToken.reveal(), 'The workload token that was entered is used')
    : failed('credential_missing', 'Workload identity needs a signed token, which was not entered.');
}

/** The organisation's identity provider exchanges the ID token for an assertion addressed to this server (RFC 8693). */
async function identityAssertion(
  wire: Wire,
  request: MachineRequest,
  scope: string | undefined,
): Promise<StepResult<string>> {
  const provider = request.settings.identityProvider;
  const idToken = provider?.idToken;
  if (!provider || !idToken)
    return failed(
      'credential_missing',
      "The organisation's identity provider or its ID token was not entered.",
    );
  const refused = whyEndpointIsRefused(provider.tokenEndpoint);
  if (refused)
    return failed(
      'endpoint_not_allowed',
      `The identity provider's token endpoint cannot be used: ${refused}.`,
    );
  const answer = await requestToken(wire, {
    metadata: {
      issuer: issuerOf(idToken.reveal()) ?? new URL(provider.tokenEndpoint).origin,
      token_endpoint: provider.tokenEndpoint,
    },
    client: {
      kind: 'own',
      clientId: provider.clientId,
      authentication: provider.secret ? 'client_secret_basic' : 'none',
      ...(provider.secret && { secret: provider.secret }),
    },
    grantType: tokenExchange,
    parameters: {
      requested_token_type: idJag,
      audience: request.metadata.issuer,
      resource: request.resource,
      scope,
      subject_token: idToken.reveal(),
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
    },
    asked: 'assertion',
  });
  return answer.state === 'failed'
    ? answer
    : passed(
        answer.value.accessToken.reveal(),
        'The identity provider vouched for the person',
        answer.exchanges,
      );
}

function issuerOf(idToken: string): string | undefined {
  try {
    const { iss } = decodeJwt(idToken);
    return iss !== undefined && URL.canParse(iss) ? iss : undefined;
  } catch {
    return undefined;
  }
}
