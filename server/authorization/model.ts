// The nouns of a sign-in, as the steps hand them on.
import type { GrantKind } from '#shared/contract/authorization.ts';
import type { Secret } from '../platform/secret.ts';

/** Authorization server metadata that passed every check; field names as in RFC 8414. */
export interface ServerMetadata {
  issuer: string;
  token_endpoint: string;
  authorization_endpoint?: string;
  registration_endpoint?: string;
  revocation_endpoint?: string;
  scopes_supported?: string[];
  code_challenge_methods_supported?: string[];
  token_endpoint_auth_methods_supported?: string[];
  authorization_response_iss_parameter_supported?: boolean;
  client_id_metadata_document_supported?: boolean;
  dpop_signing_alg_values_supported?: string[];
  /** `guessed`: the fixed endpoints of protocol revision 2025-03-26; `manual`: entered by hand. */
  source: 'oauth' | 'openid' | 'manual' | 'guessed';
}

/** Protected resource metadata (RFC 9728) that passed every check; absent document: only `servers` of the origin. */
export interface ResourceMetadata {
  /** As the document says, byte by byte; undefined when there is no document. */
  resource: string | undefined;
  servers: string[];
  scopes: string[];
  needsDpop: boolean;
  /** False: nothing was published, and the server's own origin is taken as its authorization server. */
  published: boolean;
}

export type ClientAuthentication = 'none' | 'client_secret_basic' | 'client_secret_post' | 'private_key_jwt';

export interface OAuthClient {
  kind: 'own' | 'metadata-document' | 'registered';
  clientId: string;
  authentication: ClientAuthentication;
  secret?: Secret;
  /** PKCS#8 PEM with its JWS algorithm, for `private_key_jwt`. */
  privateKey?: { pem: Secret; algorithm: string };
}

/** Everything a connector says about its sign-in, secrets opened. */
export interface SignInSettings {
  grant: GrantKind;
  resource: 'auto' | 'include' | 'omit';
  resourceValue?: string;
  supportsPkceS256: boolean;
  endpoints?: {
    issuer: string;
    authorizationEndpoint: string;
    tokenEndpoint: string;
    registrationEndpoint?: string;
    revocationEndpoint?: string;
  };
  extraScopes: string[];
  scopeCeiling?: string[];
  certificateAuthority?: string;
  dpop: boolean;
  client?: {
    clientId: string;
    issuer?: string;
    authentication?: ClientAuthentication;
    algorithm?: string;
    secret?: Secret;
    privateKey?: Secret;
  };
  identityProvider?: { tokenEndpoint: string; clientId: string; secret?: Secret; idToken?: Secret };
  workloadToken?: Secret;
}

export const plainSettings: SignInSettings = {
  grant: 'authorization-code',
  resource: 'auto',
  supportsPkceS256: false,
  extraScopes: [],
  dpop: false,
};

/** A token answer that passed every check. */
export interface Tokens {
  accessToken: Secret;
  type: 'Bearer' | 'DPoP';
  refreshToken?: Secret;
  /** Seconds; absent when the server did not say or said nonsense. */
  expiresIn?: number;
  /** Absent: as asked (RFC 6749 §5.1). */
  scopes?: string[];
  /** E-mail or name out of an ID token, if one came. */
  identity?: string;
}
