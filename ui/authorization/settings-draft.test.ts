import { expect, test } from 'vitest';
import { authorizationSettings, authorizationSettingsInput } from '#shared/contract/authorization.ts';
import { draftOf, errorsFromApi, settingsErrors, settingsInputOf } from './settings-draft.ts';

const untouched = draftOf();

test('an untouched form says nothing but what is found out anyway', () => {
  expect(settingsErrors(untouched)).toEqual({});
  expect(authorizationSettingsInput.parse(settingsInputOf(untouched))).toEqual({
    grant: 'authorization-code',
    resource: 'auto',
    supportsPkceS256: false,
    dpop: false,
    extraScopes: [],
    client: null,
  });
});

test('what was saved comes back into the form, and an empty secret keeps the stored one', () => {
  const saved = authorizationSettings.parse({
    grant: 'client-credentials',
    resource: 'include',
    resourceValue: 'https://mcp.example/mcp',
    extraScopes: ['a', 'b'],
    scopeCeiling: ['a'],
    endpoints: {
      issuer: 'https://as.example',
      authorizationEndpoint: 'https://as.example/a',
      tokenEndpoint: 'https://as.example/t',
    },
    client: { clientId: 'ours', hasSecret: true, hasPrivateKey: false },
    hasWorkloadToken: false,
  });
  const draft = draftOf(saved);
  expect(settingsErrors(draft)).toEqual({});
  const { client, ...rest } = authorizationSettingsInput.parse(settingsInputOf(draft));
  expect(rest).toMatchObject({
    grant: 'client-credentials',
    resourceValue: 'https://mcp.example/mcp',
    extraScopes: ['a', 'b'],
    scopeCeiling: ['a'],
    endpoints: saved.endpoints,
  });
  expect(client).toEqual({ clientId: 'ours' });
});

test('each grant says at its own field what it lacks', () => {
  expect(settingsErrors({ ...untouched, grant: 'client-credentials' })).toHaveProperty(['client.clientId']);
  expect(settingsErrors({ ...untouched, grant: 'client-credentials', clientId: 'x' })).toHaveProperty([
    'client.secret',
  ]);
  const byKey = { ...untouched, clientId: 'x', authentication: 'private_key_jwt' as const };
  expect(settingsErrors(byKey)).toHaveProperty(['client.privateKey']);
  expect(settingsErrors({ ...byKey, privateKey: 'abc' })['client.privateKey']).toMatch(/PKCS#8/);
  expect(Object.keys(settingsErrors({ ...untouched, clientId: 'x', grant: 'enterprise' }))).toEqual([
    'identityProvider.tokenEndpoint',
    'identityProvider.clientId',
    'identityProvider.idToken',
  ]);
  expect(settingsErrors({ ...untouched, clientId: 'x', grant: 'workload' })).toHaveProperty([
    'workloadToken',
  ]);
});

test('addresses and scopes are checked where they stand', () => {
  expect(
    Object.keys(settingsErrors({ ...untouched, endpointsByHand: true, issuer: 'as', extraScopes: 'a "b"' })),
  ).toEqual([
    'endpoints.issuer',
    'endpoints.authorizationEndpoint',
    'endpoints.tokenEndpoint',
    'extraScopes',
  ]);
});

test('an error of the API stands at the field it names', () => {
  expect(errorsFromApi({ field: 'body.client.privateKey', message: 'no' })).toEqual({
    'client.privateKey': 'no',
  });
  expect(errorsFromApi({ field: 'body.extraScopes.3', message: 'no' })).toEqual({ extraScopes: 'no' });
  expect(errorsFromApi({ message: 'no' })).toEqual({});
});
