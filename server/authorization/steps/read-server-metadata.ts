// Authorization server metadata (RFC 8414, OpenID Connect Discovery) and every check before it is believed.
import { sameIssuer, serverMetadataPlaces, whyEndpointIsRefused } from '../addresses.ts';
import type { Wire } from '../exchange.ts';
import type { ServerMetadata, SignInSettings } from '../model.ts';
import { failed, passed, type StepResult } from '../step.ts';

export async function readServerMetadata(
  wire: Wire,
  input: {
    issuer: string;
    settings: Pick<SignInSettings, 'endpoints' | 'grant'>;
    /** No resource metadata: the origin may have the fixed endpoints of revision 2025-03-26. */
    mayGuess: boolean;
  },
): Promise<StepResult<ServerMetadata>> {
  const { issuer, settings } = input;
  if (settings.endpoints) return check(manual(settings.endpoints), 'manual', settings.grant);
  let trouble: StepResult<never> | undefined;
  let sawPage = false;
  for (const place of serverMetadataPlaces(issuer)) {
    const sent = await wire.send(place, { headers: { accept: 'application/json' } });
    if ('network' in sent) {
      const { cause, message, transient } = sent.network;
      trouble ??= failed(cause, message, { transient });
      continue;
    }
    const { status, json } = sent.answer;
    if (status >= 500)
      trouble ??= failed(
        'server_error',
        `${hostOf(issuer)} answered ${status} when asked for its metadata.`,
        {
          transient: true,
        },
      );
    if (status !== 200) continue;
    if (typeof json !== 'object' || json === null || Array.isArray(json)) {
      sawPage = true;
      continue;
    }
    const document = json as Record<string, unknown>;
    if (!sameIssuer(issuer, document.issuer))
      return failed(
        'issuer_mismatch',
        `${place} names the issuer ${JSON.stringify(document.issuer)?.slice(0, 200)}, asked was "${issuer}".`,
        { exchanges: wire.take() },
      );
    const source = place.includes('openid-configuration') ? 'openid' : 'oauth';
    return { ...check(document, source, settings.grant), exchanges: wire.take() };
  }
  const exchanges = wire.take();
  if (trouble) return { ...trouble, exchanges };
  if (input.mayGuess && !sawPage)
    return passed(
      guess(issuer),
      `${hostOf(issuer)} publishes no metadata; the fixed endpoints of 2025-03-26 are tried`,
      exchanges,
    );
  return sawPage && !input.mayGuess
    ? failed(
        'server_metadata_not_valid',
        `${hostOf(issuer)} answers with something other than JSON where its metadata is due.`,
        { exchanges },
      )
    : failed(
        'server_metadata_not_found',
        `${hostOf(issuer)} publishes no authorization server metadata at any of the places of the protocol.`,
        { exchanges },
      );
}

const endpointNames = [
  'authorization_endpoint',
  'token_endpoint',
  'registration_endpoint',
  'revocation_endpoint',
] as const;

function check(
  document: Record<string, unknown>,
  source: ServerMetadata['source'],
  grant: SignInSettings['grant'],
): StepResult<ServerMetadata> {
  const issuer = String(document.issuer);
  const needed: string[] =
    grant === 'authorization-code' ? ['authorization_endpoint', 'token_endpoint'] : ['token_endpoint'];
  const endpoints: Partial<Record<(typeof endpointNames)[number], string>> = {};
  for (const name of endpointNames) {
    const value = document[name];
    if (value === undefined || value === null) {
      if (needed.includes(name))
        return failed('endpoint_missing', `The metadata of ${hostOf(issuer)} has no ${name}.`);
      continue;
    }
    const refused = whyEndpointIsRefused(value);
    if (refused)
      return failed('endpoint_not_allowed', `The ${name} of ${hostOf(issuer)} cannot be used: ${refused}.`);
    endpoints[name] = value as string;
  }
  const lists = Object.fromEntries(
    (
      [
        'scopes_supported',
        'code_challenge_methods_supported',
        'token_endpoint_auth_methods_supported',
        'dpop_signing_alg_values_supported',
      ] as const
    ).flatMap((name) => {
      const value = document[name];
      return Array.isArray(value)
        ? [[name, value.filter((item) => typeof item === 'string').slice(0, 500)]]
        : [];
    }),
  );
  return passed(
    {
      ...lists,
      ...endpoints,
      token_endpoint: endpoints.token_endpoint ?? '',
      issuer,
      authorization_response_iss_parameter_supported:
        document.authorization_response_iss_parameter_supported === true,
      client_id_metadata_document_supported: document.client_id_metadata_document_supported === true,
      source,
    },
    `${hostOf(issuer)} is the authorization server`,
  );
}

function manual(endpoints: NonNullable<SignInSettings['endpoints']>): Record<string, unknown> {
  return {
    issuer: endpoints.issuer,
    authorization_endpoint: endpoints.authorizationEndpoint,
    token_endpoint: endpoints.tokenEndpoint,
    registration_endpoint: endpoints.registrationEndpoint,
    revocation_endpoint: endpoints.revocationEndpoint,
  };
}

function guess(issuer: string): ServerMetadata {
  const { origin } = new URL(issuer);
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    registration_endpoint: `${origin}/register`,
    source: 'guessed',
  };
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url.slice(0, 80);
}
