// Dynamic client registration (RFC 7591) with `application_type`, and reading its answer.
import { allowInsecureRequests, customFetch, dynamicClientRegistrationRequest } from 'oauth4webapi';
import { Secret } from '../../platform/secret.ts';
import { isLoopback } from '../addresses.ts';
import { NetworkTrouble, type Wire } from '../exchange.ts';
import type { ClientAuthentication, OAuthClient, ServerMetadata } from '../model.ts';
import { failed, passed, type StepResult } from '../step.ts';
import { plainText, retryAfterOf } from './judge-answer.ts';

export interface Registration {
  client: OAuthClient;
  /** Epoch milliseconds; undefined: never. */
  secretExpiresAt?: number;
}

const preferred = ['none', 'client_secret_basic', 'client_secret_post'] as const;

/** How the token endpoint is to be spoken to; undefined: the server did not say, and answers with its choice. */
function wantedAuthentication(metadata: ServerMetadata): ClientAuthentication | undefined {
  return preferred.find((method) => metadata.token_endpoint_auth_methods_supported?.includes(method));
}

export function clientMetadata(input: {
  clientName: string;
  redirectUri: string;
  authentication?: ClientAuthentication;
}): Record<string, unknown> {
  const redirect = new URL(input.redirectUri);
  return {
    client_name: input.clientName,
    redirect_uris: [input.redirectUri],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    application_type: isLoopback(redirect) ? 'native' : 'web',
    ...(input.authentication && { token_endpoint_auth_method: input.authentication }),
  };
}

export async function registerClient(
  wire: Wire,
  input: { metadata: ServerMetadata; clientName: string; redirectUri: string; scopes: string[] },
): Promise<StepResult<Registration>> {
  const { metadata } = input;
  const { host } = new URL(metadata.issuer);
  const authentication = wantedAuthentication(metadata);
  try {
    const response = await dynamicClientRegistrationRequest(
      { ...metadata },
      {
        ...clientMetadata({ ...input, ...(authentication && { authentication }) }),
        ...(input.scopes.length > 0 && { scope: input.scopes.join(' ') }),
      },
      { [allowInsecureRequests]: true, [customFetch]: (url, init) => wire.fetch(url, init) },
    );
    const text = await response.text();
    return { ...readRegistration(response, text, { host, input, authentication }), exchanges: wire.take() };
  } catch (error) {
    if (!(error instanceof NetworkTrouble)) throw error;
    const { cause, message, transient } = error.failure;
    return failed(cause, message, { transient, exchanges: wire.take() });
  }
}

interface Asked {
  host: string;
  input: { metadata: ServerMetadata; redirectUri: string };
  authentication: ClientAuthentication | undefined;
}

function readRegistration(response: Response, text: string, asked: Asked): StepResult<Registration> {
  const { host } = asked;
  const body = parseObject(text);
  if (response.status !== 201 && response.status !== 200) return refused(response, body, asked);
  if (!body)
    return failed(
      'registration_not_valid',
      `${host} answered the registration with something that is not JSON.`,
    );
  if (typeof body.error === 'string' && body.client_id === undefined) return refused(response, body, asked);
  const { client_id: clientId, client_secret: secret } = body;
  const isId = (value: unknown) => typeof value === 'string' && /^[\x20-\x7e]{1,2048}$/.test(value);
  if (!isId(clientId) || (secret !== undefined && secret !== null && secret !== '' && !isId(secret)))
    return failed('registration_not_valid', `The registration at ${host} brought no usable client ID.`);
  const hasSecret = typeof secret === 'string' && secret !== '';
  const told = body.token_endpoint_auth_method;
  const authentication =
    preferred.find((method) => method === told) ?? (hasSecret ? secretMethod(asked) : 'none');
  const expires = Number(body.client_secret_expires_at);
  return passed(
    {
      client: {
        kind: 'registered',
        clientId: clientId as string,
        authentication: hasSecret ? authentication : 'none',
        ...(hasSecret && { secret: new Secret(secret) }),
      },
      ...(hasSecret && Number.isFinite(expires) && expires > 0 && { secretExpiresAt: expires * 1000 }),
    },
    `${host} registered Causeway`,
  );
}

function secretMethod({ input, authentication }: Asked): ClientAuthentication {
  if (authentication && authentication !== 'none') return authentication;
  const methods = input.metadata.token_endpoint_auth_methods_supported;
  return methods?.includes('client_secret_post') && !methods.includes('client_secret_basic')
    ? 'client_secret_post'
    : 'client_secret_basic';
}

function refused(
  response: Response,
  body: Record<string, unknown> | undefined,
  { host, input }: Asked,
): StepResult<never> {
  const { status } = response;
  const error = typeof body?.error === 'string' ? plainText(body.error, 60) : undefined;
  const described =
    typeof body?.error_description === 'string' ? `: “${plainText(body.error_description, 200)}”` : '';
  if (input.metadata.source === 'guessed' && (status === 404 || status === 405 || body === undefined))
    return failed('sign_in_not_oauth', `${host} asks for a sign-in, but nothing of OAuth was found there.`);
  if (status >= 500 || status === 429) {
    const retryAfter = retryAfterOf(response.headers);
    return failed('registration_refused', `${host} could not register Causeway now (${status}).`, {
      transient: true,
      ...(retryAfter !== undefined && { retryAfter }),
    });
  }
  if (error === 'invalid_redirect_uri' || (/redirect/i.test(described) && status < 500))
    return failed(
      'redirect_refused',
      `${host} does not accept the redirect address ${input.redirectUri}${described}.`,
      {
        oauthError: error ?? 'invalid_redirect_uri',
      },
    );
  return failed(
    'registration_refused',
    `${host} refused to register Causeway (${status}${error ? `, ${error}` : ''})${described}.`,
    {
      ...(error && { oauthError: error }),
    },
  );
}

export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null && !Array.isArray(json)
      ? (json as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
