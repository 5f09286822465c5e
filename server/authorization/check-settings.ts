// What of the sign-in settings cannot be used, said at its field before anything is stored.
import { X509Certificate } from 'node:crypto';
import { decodeJwt, importPKCS8 } from 'jose';
import type { AuthorizationSettingsInput } from '#shared/contract/authorization.ts';
import { whyEndpointIsRefused } from './addresses.ts';
import { authorizationErrors } from './errors.ts';
import type { SettingSecrets, StoredSettings } from './store.ts';

/** Throws `authorization_setting_invalid` for the first field that cannot be used as it was entered. */
export async function checkEntered(input: AuthorizationSettingsInput): Promise<void> {
  checkAddresses(input);
  const { client, identityProvider, workloadToken } = input;
  if (client?.privateKey) await checkPrivateKey(client.privateKey, client.algorithm ?? 'ES256');
  checkToken('identityProvider.idToken', identityProvider?.idToken);
  checkToken('workloadToken', workloadToken);
  if (input.certificateAuthority) checkCertificate(input.certificateAuthority);
}

function checkAddresses(input: AuthorizationSettingsInput): void {
  const urls: Record<string, string | undefined> = {
    'endpoints.issuer': input.endpoints?.issuer,
    'endpoints.authorizationEndpoint': input.endpoints?.authorizationEndpoint,
    'endpoints.tokenEndpoint': input.endpoints?.tokenEndpoint,
    'endpoints.registrationEndpoint': input.endpoints?.registrationEndpoint,
    'endpoints.revocationEndpoint': input.endpoints?.revocationEndpoint,
    'client.issuer': input.client?.issuer,
    'identityProvider.tokenEndpoint': input.identityProvider?.tokenEndpoint,
  };
  for (const [field, url] of Object.entries(urls)) {
    const why = url === undefined ? undefined : whyEndpointIsRefused(url);
    if (why) throw authorizationErrors.invalidSetting(field, why);
  }
}

async function checkPrivateKey(pem: string, algorithm: string): Promise<void> {
  try {
    await importPKCS8(pem, algorithm);
  } catch {
    throw authorizationErrors.invalidSetting(
      'client.privateKey',
      `it is no private key for ${algorithm}`,
      'Paste the whole PKCS#8 key in PEM form, and choose the algorithm it was made for.',
    );
  }
}

function checkToken(field: string, token: string | undefined): void {
  if (!token) return;
  try {
    decodeJwt(token);
  } catch {
    throw authorizationErrors.invalidSetting(
      field,
      'it is no signed token (JWT)',
      'Paste the whole token: three parts with dots between them.',
    );
  }
}

function checkCertificate(pem: string): void {
  try {
    new X509Certificate(pem);
  } catch {
    throw authorizationErrors.invalidSetting(
      'certificateAuthority',
      'it is no certificate in PEM form',
      'Paste the certificate of the authority, from “-----BEGIN CERTIFICATE-----” to its end.',
    );
  }
}

/** What a grant without a browser needs; throws `authorization_setting_missing` for the first thing that lacks. */
export function checkComplete({
  stored,
  secrets,
}: {
  stored: StoredSettings;
  secrets: SettingSecrets;
}): void {
  const { grant, client, identityProvider } = stored;
  if (grant === 'authorization-code') return;
  const lacks = authorizationErrors.missingSetting;
  if (!client) throw lacks('client.clientId', 'This way of signing in needs a client ID.');
  if (grant === 'client-credentials') {
    const byKey = client.authentication === 'private_key_jwt';
    if (byKey && !secrets.privateKey)
      throw lacks('client.privateKey', 'Signing in by a private key needs the key.');
    if (!byKey && !secrets.clientSecret && !secrets.privateKey)
      throw lacks('client.secret', 'Client credentials need a secret or a private key.');
  }
  if (grant === 'enterprise') {
    if (!identityProvider)
      throw lacks('identityProvider.tokenEndpoint', "The organisation's identity provider was not entered.");
    if (!secrets.idToken)
      throw lacks(
        'identityProvider.idToken',
        'The ID token that the identity provider exchanges was not entered.',
      );
  }
  if (grant === 'workload' && !secrets.workloadToken)
    throw lacks('workloadToken', 'The signed token of the workload was not entered.');
}
