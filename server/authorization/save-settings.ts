// Overrides, own client, grant: what a person says about a connector's sign-in beyond what is found out.
import type { AuthorizationSettings, AuthorizationSettingsInput } from '#shared/contract/authorization.ts';
import type { OAuthAccountKey } from './account-credentials.ts';
import { sameIssuer } from './addresses.ts';
import { checkComplete, checkEntered } from './check-settings.ts';
import type { AuthorizationDeps } from './deps.ts';
import { forgetConnectorGrants } from './forget-grant.ts';
import { readSettings, type SettingSecrets, type StoredSettings, writeSettings } from './store.ts';
import { tellActivity } from './tell-activity.ts';

type ConnectorKey = Pick<OAuthAccountKey, 'personId' | 'projectId' | 'connectorId'>;

export function tellSettings(value: {
  stored: StoredSettings;
  secrets: SettingSecrets;
}): AuthorizationSettings {
  const { client, identityProvider, ...rest } = value.stored;
  const { secrets } = value;
  return {
    ...rest,
    ...(client && {
      client: {
        ...client,
        hasSecret: secrets.clientSecret !== undefined,
        hasPrivateKey: secrets.privateKey !== undefined,
      },
    }),
    ...(identityProvider && {
      identityProvider: {
        ...identityProvider,
        hasSecret: secrets.idpSecret !== undefined,
        hasIdToken: secrets.idToken !== undefined,
      },
    }),
    hasWorkloadToken: secrets.workloadToken !== undefined,
  };
}

export interface SaveSettingsDeps extends AuthorizationDeps {
  credentials: { forgetConnector(connector: { personId: string; connectorId: string }): Promise<void> };
}

export async function saveSettings(
  deps: SaveSettingsDeps,
  key: ConnectorKey & { connectorName: string },
  input: AuthorizationSettingsInput,
): Promise<AuthorizationSettings> {
  await checkEntered(input);
  const before = await readSettings(deps, key);
  const value = merge(before, input);
  checkComplete(value);
  await writeSettings(deps, key, value, deps.clock.now());
  if (before.stored.certificateAuthority !== value.stored.certificateAuthority)
    await deps.accounts.trustChanged(key);
  // A credential goes only where it was given for: another issuer or client ends the sign-ins made with the old one.
  if (partiesChanged(before.stored, value.stored)) {
    await deps.credentials.forgetConnector(key);
    await forgetConnectorGrants(deps, key);
  }
  await tellActivity(deps, key, {
    subject: key.connectorName,
    summary: `Changed how ${key.connectorName} signs in`,
  });
  return tellSettings(value);
}

function merge(
  before: { stored: StoredSettings; secrets: SettingSecrets },
  input: AuthorizationSettingsInput,
): { stored: StoredSettings; secrets: SettingSecrets } {
  const { client, identityProvider, workloadToken, ...plain } = input;
  const secrets: SettingSecrets = { ...before.secrets };
  const take = (name: keyof SettingSecrets, text: string | undefined) => {
    if (text === '') delete secrets[name];
    else if (text !== undefined) secrets[name] = text;
  };
  // A secret belongs to its client ID: with another ID the old one is not kept.
  if (client === null || (client && client.clientId !== before.stored.client?.clientId)) {
    delete secrets.clientSecret;
    delete secrets.privateKey;
  }
  if (identityProvider === null) {
    delete secrets.idpSecret;
    delete secrets.idToken;
  }
  take('clientSecret', client?.secret);
  take('privateKey', client?.privateKey);
  take('idpSecret', identityProvider?.secret);
  take('idToken', identityProvider?.idToken);
  take('workloadToken', workloadToken);
  const keptClient = client === undefined ? before.stored.client : client;
  const keptProvider = identityProvider === undefined ? before.stored.identityProvider : identityProvider;
  const stored = withoutUndefined({
    ...plain,
    ...(keptClient && {
      client: {
        clientId: keptClient.clientId,
        issuer: keptClient.issuer,
        authentication: keptClient.authentication,
        algorithm: keptClient.algorithm,
      },
    }),
    ...(keptProvider && {
      identityProvider: { tokenEndpoint: keptProvider.tokenEndpoint, clientId: keptProvider.clientId },
    }),
  });
  return { stored, secrets };
}

/** JSON has no undefined; what is stored and what is compared is the same. */
const withoutUndefined = (value: object): StoredSettings =>
  JSON.parse(JSON.stringify(value)) as StoredSettings;

function partiesChanged(before: StoredSettings, after: StoredSettings): boolean {
  const issuer = (settings: StoredSettings) => settings.endpoints?.issuer ?? settings.client?.issuer;
  const was = issuer(before);
  const is = issuer(after);
  const otherIssuer = was !== undefined && is !== undefined && !sameIssuer(was, is);
  const newEndpoints = JSON.stringify(before.endpoints) !== JSON.stringify(after.endpoints);
  return (
    otherIssuer ||
    newEndpoints ||
    before.grant !== after.grant ||
    before.client?.clientId !== after.client?.clientId ||
    before.identityProvider?.tokenEndpoint !== after.identityProvider?.tokenEndpoint
  );
}
