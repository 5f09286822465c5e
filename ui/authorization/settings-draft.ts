// What a person has typed about how a connector signs in, and what of it cannot be used. Pure.
// Errors are keyed by the path of the field in the contract: `client.clientId`.
import type { AuthorizationSettings, AuthorizationSettingsInput } from '#shared/contract/authorization.ts';

export interface SettingsDraft {
  grant: AuthorizationSettings['grant'];
  resource: AuthorizationSettings['resource'];
  resourceValue: string;
  supportsPkceS256: boolean;
  dpop: boolean;
  clientId: string;
  clientIssuer: string;
  /** Empty: found out. */
  authentication: NonNullable<NonNullable<AuthorizationSettings['client']>['authentication']> | '';
  clientSecret: string;
  privateKey: string;
  algorithm: string;
  endpointsByHand: boolean;
  issuer: string;
  authorizationEndpoint: string;
  tokenEndpoint: string;
  registrationEndpoint: string;
  revocationEndpoint: string;
  /** Separated by spaces. */
  extraScopes: string;
  limitsScopes: boolean;
  scopeCeiling: string;
  idpTokenEndpoint: string;
  idpClientId: string;
  idpSecret: string;
  idToken: string;
  workloadToken: string;
  certificateAuthority: string;
  /** Secrets that are there already: an empty field keeps them. */
  stored: Record<'secret' | 'privateKey' | 'idpSecret' | 'idToken' | 'workloadToken', boolean>;
}

export type SettingsErrors = Partial<Record<string, string>>;

export const algorithms = ['ES256', 'ES384', 'RS256', 'PS256', 'EdDSA'] as const;

/** Without settings: what is found out by itself. */
export function draftOf(settings?: AuthorizationSettings): SettingsDraft {
  const { client, endpoints, identityProvider } = settings ?? {};
  return {
    grant: settings?.grant ?? 'authorization-code',
    resource: settings?.resource ?? 'auto',
    resourceValue: settings?.resourceValue ?? '',
    supportsPkceS256: settings?.supportsPkceS256 ?? false,
    dpop: settings?.dpop ?? false,
    clientId: client?.clientId ?? '',
    clientIssuer: client?.issuer ?? '',
    authentication: client?.authentication ?? (client?.hasPrivateKey ? 'private_key_jwt' : ''),
    clientSecret: '',
    privateKey: '',
    algorithm: client?.algorithm ?? 'ES256',
    endpointsByHand: endpoints !== undefined,
    issuer: endpoints?.issuer ?? '',
    authorizationEndpoint: endpoints?.authorizationEndpoint ?? '',
    tokenEndpoint: endpoints?.tokenEndpoint ?? '',
    registrationEndpoint: endpoints?.registrationEndpoint ?? '',
    revocationEndpoint: endpoints?.revocationEndpoint ?? '',
    extraScopes: (settings?.extraScopes ?? []).join(' '),
    limitsScopes: settings?.scopeCeiling !== undefined,
    scopeCeiling: (settings?.scopeCeiling ?? []).join(' '),
    idpTokenEndpoint: identityProvider?.tokenEndpoint ?? '',
    idpClientId: identityProvider?.clientId ?? '',
    idpSecret: '',
    idToken: '',
    workloadToken: '',
    certificateAuthority: settings?.certificateAuthority ?? '',
    stored: {
      secret: client?.hasSecret ?? false,
      privateKey: client?.hasPrivateKey ?? false,
      idpSecret: identityProvider?.hasSecret ?? false,
      idToken: identityProvider?.hasIdToken ?? false,
      workloadToken: settings?.hasWorkloadToken ?? false,
    },
  };
}

const listOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const filled = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim());

export function settingsInputOf(draft: SettingsDraft): AuthorizationSettingsInput {
  return {
    grant: draft.grant,
    resource: draft.resource,
    resourceValue: draft.resource === 'include' ? filled(draft.resourceValue) : undefined,
    supportsPkceS256: draft.supportsPkceS256,
    dpop: draft.dpop,
    endpoints: draft.endpointsByHand
      ? {
          issuer: draft.issuer.trim(),
          authorizationEndpoint: draft.authorizationEndpoint.trim(),
          tokenEndpoint: draft.tokenEndpoint.trim(),
          registrationEndpoint: filled(draft.registrationEndpoint),
          revocationEndpoint: filled(draft.revocationEndpoint),
        }
      : undefined,
    extraScopes: listOf(draft.extraScopes),
    scopeCeiling: draft.limitsScopes ? listOf(draft.scopeCeiling) : undefined,
    certificateAuthority: filled(draft.certificateAuthority),
    client: filled(draft.clientId) === undefined ? null : clientOf(draft),
    ...(draft.grant === 'enterprise' && {
      identityProvider: {
        tokenEndpoint: draft.idpTokenEndpoint.trim(),
        clientId: draft.idpClientId.trim(),
        secret: filled(draft.idpSecret),
        idToken: filled(draft.idToken),
      },
    }),
    ...(draft.grant === 'workload' && { workloadToken: filled(draft.workloadToken) }),
  };
}

function clientOf(draft: SettingsDraft): AuthorizationSettingsInput['client'] {
  const byKey = draft.authentication === 'private_key_jwt';
  return {
    clientId: draft.clientId.trim(),
    issuer: filled(draft.clientIssuer),
    authentication: draft.authentication === '' ? undefined : draft.authentication,
    secret: byKey ? undefined : filled(draft.clientSecret),
    privateKey: byKey ? filled(draft.privateKey) : undefined,
    algorithm: byKey ? draft.algorithm : undefined,
  };
}

const addressFields = {
  'endpoints.issuer': 'issuer',
  'endpoints.authorizationEndpoint': 'authorizationEndpoint',
  'endpoints.tokenEndpoint': 'tokenEndpoint',
  'endpoints.registrationEndpoint': 'registrationEndpoint',
  'endpoints.revocationEndpoint': 'revocationEndpoint',
} as const;
const optional = new Set<string>(['endpoints.registrationEndpoint', 'endpoints.revocationEndpoint']);

/** RFC 6749 §3.3. */
const isScope = (scope: string): boolean => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope);

/** Field by field, what is missing or cannot be right; empty when it may be sent. The server checks again, and more. */
export function settingsErrors(draft: SettingsDraft): SettingsErrors {
  const errors: SettingsErrors = {};
  if (draft.endpointsByHand)
    for (const [path, name] of Object.entries(addressFields)) {
      const why = addressError(draft[name], optional.has(path));
      if (why) errors[path] = why;
    }
  if (draft.resource === 'include' && draft.resourceValue.trim() !== '' && !URL.canParse(draft.resourceValue))
    errors.resourceValue = 'Enter a whole address, or leave it empty for the address of the connector.';
  for (const [path, text] of [
    ['extraScopes', draft.extraScopes],
    ['scopeCeiling', draft.limitsScopes ? draft.scopeCeiling : ''],
  ] as const) {
    const odd = listOf(text).find((scope) => !isScope(scope));
    if (odd !== undefined)
      errors[path] = `“${odd}” is no scope: quotes, backslashes and accents are not allowed.`;
  }
  return { ...errors, ...clientErrors(draft), ...grantErrors(draft) };
}

function clientErrors(draft: SettingsDraft): SettingsErrors {
  const errors: SettingsErrors = {};
  const hasId = filled(draft.clientId) !== undefined;
  if (!hasId && draft.grant !== 'authorization-code')
    errors['client.clientId'] = 'This way of signing in needs a client ID.';
  if (!hasId && (filled(draft.clientSecret) !== undefined || filled(draft.privateKey) !== undefined))
    errors['client.clientId'] = 'A secret belongs to a client ID: enter it too.';
  if (hasId && draft.authentication === 'private_key_jwt') {
    if (filled(draft.privateKey) === undefined && !draft.stored.privateKey)
      errors['client.privateKey'] = 'Paste the private key that belongs to the client ID.';
    else if (
      filled(draft.privateKey) !== undefined &&
      !draft.privateKey.includes('-----BEGIN PRIVATE KEY-----')
    )
      errors['client.privateKey'] = 'A PKCS#8 key in PEM form begins with “-----BEGIN PRIVATE KEY-----”.';
  }
  const needsSecret = draft.grant === 'client-credentials' && draft.authentication !== 'private_key_jwt';
  if (hasId && needsSecret && filled(draft.clientSecret) === undefined && !draft.stored.secret)
    errors['client.secret'] = 'Client credentials need a secret, or a private key.';
  if (hasId && filled(draft.clientIssuer) !== undefined) {
    const why = addressError(draft.clientIssuer, true);
    if (why) errors['client.issuer'] = why;
  }
  return errors;
}

function grantErrors(draft: SettingsDraft): SettingsErrors {
  const errors: SettingsErrors = {};
  if (draft.grant === 'enterprise') {
    const why = addressError(draft.idpTokenEndpoint, false);
    if (why) errors['identityProvider.tokenEndpoint'] = why;
    if (filled(draft.idpClientId) === undefined)
      errors['identityProvider.clientId'] = 'Enter the client ID that the identity provider knows.';
    if (filled(draft.idToken) === undefined && !draft.stored.idToken)
      errors['identityProvider.idToken'] = 'Paste the ID token of the person.';
  }
  if (draft.grant === 'workload' && filled(draft.workloadToken) === undefined && !draft.stored.workloadToken)
    errors.workloadToken = 'Paste the signed token of the workload.';
  return errors;
}

function addressError(text: string, mayBeEmpty: boolean): string | undefined {
  const address = text.trim();
  if (address === '') return mayBeEmpty ? undefined : 'Enter the address.';
  return URL.canParse(address) ? undefined : 'Enter a whole address, beginning with https://.';
}

/** The error of the API beside the field it is about: `body.client.secret`, `body.extraScopes.2`. */
export function errorsFromApi(error: { field?: string | undefined; message: string }): SettingsErrors {
  const path = error.field?.replace(/^body\./, '').replace(/\.\d+$/, '');
  return path === undefined || path === '' ? {} : { [path]: error.message };
}
