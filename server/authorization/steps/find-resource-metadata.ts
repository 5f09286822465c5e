// Protected resource metadata (RFC 9728): the place the challenge names, then by path, then at the root.
import { resourceCovers, resourceMetadataPlaces, whyEndpointIsRefused } from '../addresses.ts';
import type { ChallengeReading } from '../challenge.ts';
import type { Answer, Wire } from '../exchange.ts';
import type { ResourceMetadata } from '../model.ts';
import { failed, passed, type StepResult } from '../step.ts';
import { splitScopes } from '../words.ts';

export async function findResourceMetadata(
  wire: Wire,
  input: { url: string; challenge: ChallengeReading },
): Promise<StepResult<ResourceMetadata>> {
  const { url, challenge } = input;
  if (challenge.state === 'not-readable')
    return failed(
      'challenge_not_readable',
      `The WWW-Authenticate header of ${hostOf(url)} cannot be used: ${challenge.why}.`,
    );
  const named = challenge.state === 'read' ? challenge.bearer?.parameters.resource_metadata : undefined;
  const refused = named === undefined ? undefined : whyEndpointIsRefused(named);
  if (refused)
    return failed(
      'resource_metadata_not_valid',
      `${hostOf(url)} names a place for its metadata that is not allowed: ${refused}.`,
    );

  let trouble: StepResult<never> | undefined;
  for (const place of [...(named ? [named] : []), ...resourceMetadataPlaces(url)]) {
    const sent = await wire.send(place, { headers: { accept: 'application/json' } });
    if ('network' in sent) {
      trouble ??= failed(sent.network.cause, sent.network.message, { transient: sent.network.transient });
      continue;
    }
    const { answer } = sent;
    const document = asDocument(answer);
    if (document) return { ...read(document, place, url, challenge), exchanges: wire.take() };
    if (answer.status === 200 && place === named)
      return failed(
        'resource_metadata_not_valid',
        `The resource metadata at ${place} is not a JSON document.`,
        {
          exchanges: wire.take(),
        },
      );
    if (answer.status >= 500)
      trouble ??= failed(
        'server_error',
        `${hostOf(place)} answered ${answer.status} when asked for its metadata.`,
        {
          transient: true,
        },
      );
  }
  if (trouble) return { ...trouble, exchanges: wire.take() };
  return passed(
    {
      resource: undefined,
      servers: [new URL(url).origin],
      scopes: [],
      needsDpop: asksForDpop(challenge),
      published: false,
    },
    `${hostOf(url)} publishes no resource metadata; its own origin is asked as authorization server`,
    wire.take(),
  );
}

function read(
  document: Record<string, unknown>,
  place: string,
  url: string,
  challenge: ChallengeReading,
): StepResult<ResourceMetadata> {
  const { resource } = document;
  if (resource !== undefined && (typeof resource !== 'string' || !resourceCovers(resource, url)))
    return failed(
      'resource_mismatch',
      `The metadata at ${place} is for ${JSON.stringify(resource)?.slice(0, 200)}, the connector's URL is "${url}".`,
    );
  const listed = Array.isArray(document.authorization_servers) ? document.authorization_servers : [];
  const servers = listed.filter((server): server is string => whyEndpointIsRefused(server) === undefined);
  if (servers.length === 0) {
    const why = listed.length > 0 ? `: ${whyEndpointIsRefused(listed[0])}` : '';
    return failed(
      'no_authorization_server',
      `The metadata at ${place} names no usable authorization server${why}.`,
    );
  }
  return passed(
    {
      resource: resource === undefined ? undefined : resource,
      servers: [...new Set(servers)].slice(0, 20),
      scopes: splitScopes(document.scopes_supported),
      needsDpop: document.dpop_bound_access_tokens_required === true || asksForDpop(challenge),
      published: true,
    },
    `${hostOf(url)} is protected by ${servers.map(hostOf).join(', ')}`,
  );
}

function asksForDpop(challenge: ChallengeReading): boolean {
  return (
    challenge.state === 'read' &&
    challenge.challenges.some(({ scheme }) => scheme === 'dpop') &&
    !challenge.challenges.some(({ scheme }) => scheme === 'bearer')
  );
}

function asDocument({ status, json }: Answer): Record<string, unknown> | undefined {
  return status === 200 && typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as Record<string, unknown>)
    : undefined;
}

function hostOf(url: string): string {
  return new URL(url).host;
}
