// Under which client ID to ask: own, metadata document, registered before, registered now; else the person must say.
import { sameIssuer } from '../addresses.ts';
import type { Wire } from '../exchange.ts';
import type { OAuthClient, ServerMetadata, SignInSettings } from '../model.ts';
import { failed, passed, type StepResult } from '../step.ts';
import { type Registration, registerClient } from './register-client.ts';

/** Registrations by issuer; a registration is never shown to another authorization server. */
export interface KeptRegistrations {
  find(issuer: string, redirectUri: string): Promise<OAuthClient | undefined>;
  save(issuer: string, redirectUri: string, registration: Registration): Promise<void>;
}

export async function chooseClient(
  wire: Wire,
  input: {
    metadata: ServerMetadata;
    settings: Pick<SignInSettings, 'client' | 'grant'>;
    clientName: string;
    redirectUri: string;
    clientDocumentUrl: string | undefined;
    scopes: string[];
    kept: KeptRegistrations;
  },
): Promise<StepResult<OAuthClient>> {
  const { metadata, settings, redirectUri, kept } = input;
  const { host } = new URL(metadata.issuer);
  if (settings.client) return ownClient(metadata, settings.client);
  if (settings.grant !== 'authorization-code')
    return failed('credential_missing', `This grant at ${host} needs a client ID, which was not entered.`);
  if (metadata.client_id_metadata_document_supported && input.clientDocumentUrl)
    return passed(
      { kind: 'metadata-document', clientId: input.clientDocumentUrl, authentication: 'none' },
      `${host} takes Causeway's client metadata document`,
    );
  const known = await kept.find(metadata.issuer, redirectUri);
  if (known) return passed(known, `Causeway is registered at ${host}`);
  if (!metadata.registration_endpoint)
    return failed(
      'registration_not_offered',
      `${host} does not register clients by itself. Redirect address: ${redirectUri}`,
    );
  const registered = await registerClient(wire, input);
  if (registered.state === 'failed') return registered;
  await kept.save(metadata.issuer, redirectUri, registered.value);
  return { ...registered, value: registered.value.client };
}

function ownClient(
  metadata: ServerMetadata,
  client: NonNullable<SignInSettings['client']>,
): StepResult<OAuthClient> {
  const { host } = new URL(metadata.issuer);
  if (client.issuer !== undefined && !sameIssuer(client.issuer, metadata.issuer))
    return failed(
      'client_of_other_issuer',
      `The client ID that was entered belongs to ${client.issuer}, the server now uses ${metadata.issuer}.`,
    );
  const { secret, privateKey } = client;
  const supported = metadata.token_endpoint_auth_methods_supported;
  const bySecret =
    supported?.includes('client_secret_post') && !supported.includes('client_secret_basic')
      ? 'client_secret_post'
      : 'client_secret_basic';
  const authentication =
    client.authentication ?? (privateKey ? 'private_key_jwt' : secret ? bySecret : 'none');
  return passed(
    {
      kind: 'own',
      clientId: client.clientId,
      authentication,
      ...(secret && { secret }),
      ...(privateKey && { privateKey: { pem: privateKey, algorithm: client.algorithm ?? 'ES256' } }),
    },
    `The client ID that was entered is used at ${host}`,
  );
}
