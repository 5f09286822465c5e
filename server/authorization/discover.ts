// The first half of a sign-in, as a list of named steps: from the URL to everything that is needed to ask.
// The connection check runs exactly this.
import type { SignInStep } from '#shared/contract/authorization.ts';
import { canonicalResource } from './addresses.ts';
import { type ChallengeReading, readChallenges } from './challenge.ts';
import type { Wire } from './exchange.ts';
import type { OAuthClient, ResourceMetadata, ServerMetadata, SignInSettings } from './model.ts';
import { type ProofAlgorithm, proofAlgorithm } from './proof-key.ts';
import { type Failure, type StepResult, tellStep } from './step.ts';
import { askServer, type ServerAnswer } from './steps/ask-server.ts';
import { chooseClient, type KeptRegistrations } from './steps/choose-client.ts';
import { chooseScopes, type ScopeChoice } from './steps/choose-scopes.ts';
import { findResourceMetadata } from './steps/find-resource-metadata.ts';
import { readServerMetadata } from './steps/read-server-metadata.ts';
import { requirePkce } from './steps/require-pkce.ts';
import { splitScopes } from './words.ts';

export interface DiscoveryInput {
  url: string;
  settings: SignInSettings;
  clientName: string;
  redirectUri: string;
  clientDocumentUrl: string | undefined;
  kept: KeptRegistrations;
  /** The person's choice when there are several. */
  authorizationServer?: string;
  /** `WWW-Authenticate` of a refusal that was kept; absent: the server is asked now. */
  challenge?: string;
  /** What this account asked for and was granted before, and where: kept at a reconnect and a step-up. */
  before?: { issuer: string; asked: string[]; granted: string[] };
  /** Hears every step as it ends. */
  onStep?: (step: SignInStep) => void;
}

export interface Prepared {
  metadata: ServerMetadata;
  resourceMetadata: ResourceMetadata;
  /** RFC 8707; undefined: not sent. */
  resource: string | undefined;
  client: OAuthClient;
  scopes: ScopeChoice;
  proof: { algorithm: ProofAlgorithm; must: boolean } | undefined;
}

export type Discovery =
  | ({ kind: 'prepared' } & Prepared)
  | { kind: 'open'; answer: Extract<ServerAnswer, { kind: 'open' }> }
  | { kind: 'choose-server'; servers: string[] }
  | { kind: 'client-needed'; issuer: string; failure: Failure }
  | { kind: 'failed'; failure: Failure };

export async function discover(wire: Wire, input: DiscoveryInput): Promise<Discovery> {
  const tell = <T>(name: string, result: StepResult<T>): StepResult<T> => {
    input.onStep?.(tellStep(name, result));
    return result;
  };
  let challenge: ChallengeReading;
  if (input.challenge === undefined) {
    const asked = tell('protocol', await askServer(wire, input.url));
    if (asked.state === 'failed') return { kind: 'failed', failure: asked.failure };
    if (asked.value.kind === 'open') return { kind: 'open', answer: asked.value };
    challenge = asked.value.challenge;
  } else challenge = readChallenges(input.challenge);

  const found = tell('resource-metadata', await findResourceMetadata(wire, { url: input.url, challenge }));
  if (found.state === 'failed') return { kind: 'failed', failure: found.failure };
  const issuer = chooseServer(found.value, input);
  if (issuer === undefined) return { kind: 'choose-server', servers: found.value.servers };
  return prepare(wire, input, { challenge, resourceMetadata: found.value, issuer, tell });
}

/** Undefined when the person must choose. Endpoints entered by hand decide by themselves. */
function chooseServer(metadata: ResourceMetadata, input: DiscoveryInput): string | undefined {
  if (input.settings.endpoints) return input.settings.endpoints.issuer;
  if (metadata.servers.length === 1) return metadata.servers[0];
  return metadata.servers.find((server) => server === input.authorizationServer);
}

interface Found {
  challenge: ChallengeReading;
  resourceMetadata: ResourceMetadata;
  issuer: string;
  tell: <T>(name: string, result: StepResult<T>) => StepResult<T>;
}

async function prepare(wire: Wire, input: DiscoveryInput, found: Found): Promise<Discovery> {
  const { settings } = input;
  const { challenge, resourceMetadata, tell } = found;
  const read = await readServerMetadata(wire, {
    issuer: found.issuer,
    settings,
    mayGuess: !resourceMetadata.published && !(challenge.state === 'read' && challenge.bearer === undefined),
  });
  if (read.state === 'failed') {
    const hinted = withOAuthHint(read, found);
    tell('authorization-server', hinted);
    return { kind: 'failed', failure: hinted.failure };
  }
  const pkce = requirePkce(read.value, settings);
  if (pkce.state === 'failed') {
    tell('authorization-server', { ...pkce, exchanges: read.exchanges });
    return { kind: 'failed', failure: pkce.failure };
  }
  tell('authorization-server', { ...read, line: `${read.line}; ${pkce.line}` });

  const metadata = read.value;
  const challenged = challenge.state === 'read' ? splitScopes(challenge.bearer?.parameters.scope) : undefined;
  const { before } = input;
  const sameServer = before?.issuer === metadata.issuer;
  const scopes = chooseScopes({
    challenged,
    supportedByResource: resourceMetadata.scopes,
    metadata,
    settings,
    before: sameServer ? (before?.asked ?? []) : [],
    granted: sameServer ? (before?.granted ?? []) : [],
  });
  const chosen = tell(
    'registration',
    await chooseClient(wire, { ...input, metadata, scopes: scopes.scopes }),
  );
  if (chosen.state === 'failed') {
    const { failure } = chosen;
    const personCanHelp = [
      'registration_not_offered',
      'registration_refused',
      'client_of_other_issuer',
      'redirect_refused',
      'registration_not_valid',
    ];
    return personCanHelp.includes(failure.cause)
      ? { kind: 'client-needed', issuer: metadata.issuer, failure }
      : { kind: 'failed', failure };
  }
  return {
    kind: 'prepared',
    metadata,
    resourceMetadata,
    resource: resourceOf(input, resourceMetadata),
    client: chosen.value,
    scopes,
    proof: proofOf(settings, metadata, resourceMetadata),
  };
}

/** What is missing may be OAuth itself: a server that only asks for Basic, or publishes nothing at all. */
function withOAuthHint(
  result: Extract<StepResult<ServerMetadata>, { state: 'failed' }>,
  { challenge, resourceMetadata }: Found,
): Extract<StepResult<ServerMetadata>, { state: 'failed' }> {
  const nothing = !resourceMetadata.published && result.failure.cause === 'server_metadata_not_found';
  const onlyOther = challenge.state === 'read' && challenge.bearer === undefined;
  if (!nothing && !(onlyOther && !resourceMetadata.published)) return result;
  const scheme = challenge.state === 'read' ? challenge.challenges.map((c) => c.scheme).join(', ') : '';
  return {
    ...result,
    failure: {
      cause: 'sign_in_not_oauth',
      message: `The server asks for a sign-in${scheme ? ` (${scheme.slice(0, 60)})` : ''}, but nothing of OAuth was found.`,
      fix: 'Sign in with an API key, headers, or user name and password instead.',
    },
  };
}

/** RFC 8707: what the metadata says byte by byte, else the connector's URL; overridden per connector. */
export function resourceOf(
  input: { url: string; settings: SignInSettings },
  metadata: Pick<ResourceMetadata, 'resource'>,
): string | undefined {
  const { settings, url } = input;
  if (settings.resource === 'omit') return undefined;
  if (settings.resource === 'include') return settings.resourceValue ?? canonicalResource(url);
  return metadata.resource ?? canonicalResource(url);
}

function proofOf(
  settings: SignInSettings,
  metadata: ServerMetadata,
  resource: ResourceMetadata,
): Prepared['proof'] {
  if (!settings.dpop && !resource.needsDpop) return undefined;
  const algorithm = proofAlgorithm(metadata.dpop_signing_alg_values_supported);
  return algorithm && { algorithm, must: true };
}
