// One request to a token endpoint, for every grant; the answer is read by read-token-answer.ts.
import { importPKCS8 } from 'jose';
import {
  allowInsecureRequests,
  type ClientAuth,
  ClientSecretPost,
  customFetch,
  type DPoPHandle,
  genericTokenEndpointRequest,
  None,
  PrivateKeyJwt,
} from 'oauth4webapi';
import { whyEndpointIsRefused } from '../addresses.ts';
import { NetworkTrouble, type Wire } from '../exchange.ts';
import type { OAuthClient, ServerMetadata, Tokens } from '../model.ts';
import { failed, type StepResult } from '../step.ts';
import { readTokenAnswer, type TokenQuestion } from './read-token-answer.ts';

export interface TokenRequest {
  metadata: Pick<ServerMetadata, 'issuer' | 'token_endpoint'>;
  client: OAuthClient;
  grantType: string;
  /** Everything but client authentication and `grant_type`; undefined values are left out. */
  parameters: Record<string, string | undefined>;
  asked: TokenQuestion['asked'];
  proof?: { handle: DPoPHandle; must: boolean };
}

export async function requestToken(wire: Wire, request: TokenRequest): Promise<StepResult<Tokens>> {
  const { metadata, client, proof } = request;
  const refused = whyEndpointIsRefused(metadata.token_endpoint);
  if (refused)
    return failed(
      'endpoint_not_allowed',
      `The token endpoint of ${metadata.issuer} cannot be used: ${refused}.`,
    );
  const question: TokenQuestion = {
    issuer: metadata.issuer,
    clientId: client.clientId,
    asked: request.asked,
    dpop: proof ? (proof.must ? 'must' : 'may') : 'no',
  };
  const authentication = await clientAuthentication(client);
  if (!authentication)
    return failed(
      'credential_missing',
      `The client ID for ${metadata.issuer} needs a secret or a private key that was not entered or cannot be read.`,
    );
  try {
    let answer = await send(wire, request, authentication);
    // RFC 9449 §8: the nonce came with the refusal, and the handle has remembered it.
    if (proof && answer.status === 400 && answer.text.includes('use_dpop_nonce'))
      answer = await send(wire, request, authentication);
    return { ...readTokenAnswer(answer, question), exchanges: wire.take() };
  } catch (error) {
    if (!(error instanceof NetworkTrouble)) throw error;
    const { cause, message } = error.failure;
    return failed(cause, message, { transient: true, exchanges: wire.take() });
  }
}

async function send(wire: Wire, request: TokenRequest, authentication: ClientAuth) {
  const given = Object.entries(request.parameters).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const response = await genericTokenEndpointRequest(
    request.metadata,
    { client_id: request.client.clientId },
    authentication,
    request.grantType,
    new URLSearchParams(given),
    {
      [allowInsecureRequests]: true,
      [customFetch]: (url, init) => wire.fetch(url, init),
      ...(request.proof && { DPoP: request.proof.handle }),
    },
  );
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** Undefined when what it needs is missing or unreadable. */
export async function clientAuthentication(client: OAuthClient): Promise<ClientAuth | undefined> {
  switch (client.authentication) {
    case 'none':
      return None();
    case 'client_secret_basic':
      return client.secret && basicAuthentication(client.secret.reveal());
    case 'client_secret_post':
      return client.secret && ClientSecretPost(client.secret.reveal());
    case 'private_key_jwt':
      if (!client.privateKey) return undefined;
      try {
        const { pem, algorithm } = client.privateKey;
        return PrivateKeyJwt(await importPKCS8(pem.reveal(), algorithm));
      } catch {
        return undefined;
      }
  }
}

/**
 * RFC 6749 §2.3.1: both parts form-encoded, and only where the encoding demands it: servers that forget to
 * decode would otherwise not know a client whose ID holds a hyphen.
 */
const basicAuthentication =
  (secret: string): ClientAuth =>
  (_server, client, _body, headers) => {
    const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
    headers.set('authorization', `Basic ${btoa(`${encode(client.client_id)}:${encode(secret)}`)}`);
  };
