import { exportPKCS8, generateKeyPair, SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { authorizationSettingsInput } from '#shared/contract/authorization.ts';
import { createBench } from '#test/authorization.ts';
import { describeEachDatabase, type OpenDatabase } from '#test/databases.ts';
import { readGrant } from './grants.ts';
import { saveSettings } from './save-settings.ts';

const keys = await generateKeyPair('ES256', { extractable: true });
const pem = await exportPKCS8(keys.privateKey);
const jwt = await new SignJWT({ sub: 'ship' }).setProtectedHeader({ alg: 'ES256' }).sign(keys.privateKey);

async function bench(open: OpenDatabase) {
  const { deps, account } = await createBench(await open(), { url: 'https://mcp.example/mcp' });
  const save = (over: object) => saveSettings(deps, account, authorizationSettingsInput.parse(over));
  return { deps, account, save };
}

describeEachDatabase('how a connector signs in', (open) => {
  test.each([
    [{ endpoints: { issuer: 'x', authorizationEndpoint: 'x', tokenEndpoint: 'x' } }, 'endpoints.issuer'],
    [{ client: { clientId: 'c', privateKey: 'nonsense' } }, 'client.privateKey'],
    [{ client: { clientId: 'c', privateKey: pem, algorithm: 'RS256' } }, 'client.privateKey'],
    [{ client: { clientId: 'c', issuer: 'http://evil.example' } }, 'client.issuer'],
    [{ certificateAuthority: 'nonsense' }, 'certificateAuthority'],
    [{ grant: 'client-credentials' }, 'client.clientId'],
    [{ grant: 'client-credentials', client: { clientId: 'c' } }, 'client.secret'],
    [
      { grant: 'client-credentials', client: { clientId: 'c', authentication: 'private_key_jwt' } },
      'client.privateKey',
    ],
    [{ grant: 'enterprise', client: { clientId: 'c' } }, 'identityProvider.tokenEndpoint'],
    [
      {
        grant: 'enterprise',
        client: { clientId: 'c' },
        identityProvider: { tokenEndpoint: 'https://idp.example/t', clientId: 'i' },
      },
      'identityProvider.idToken',
    ],
    [{ grant: 'workload', client: { clientId: 'c' } }, 'workloadToken'],
    [{ grant: 'workload', client: { clientId: 'c' }, workloadToken: 'nonsense' }, 'workloadToken'],
  ])('refused before anything is stored, at its field: %j', async (over, field) => {
    const { deps, save } = await bench(open);
    await expect(save(over)).rejects.toMatchObject({ status: 422, field: `body.${field}` });
    expect(await deps.db.selectFrom('authorization_settings').selectAll().execute()).toEqual([]);
  });

  test('every grant is saved when it is complete, and no answer holds a secret', async () => {
    const { save, deps } = await bench(open);
    const told = [
      await save({ grant: 'client-credentials', client: { clientId: 'c', secret: 'hush-hush' } }),
      await save({ grant: 'client-credentials', client: { clientId: 'k', privateKey: pem } }),
      await save({
        grant: 'enterprise',
        client: { clientId: 'c' },
        identityProvider: { tokenEndpoint: 'https://idp.example/t', clientId: 'i', idToken: jwt },
      }),
      await save({ grant: 'workload', client: { clientId: 'c' }, workloadToken: jwt }),
    ];
    const rows = await deps.db.selectFrom('authorization_settings').selectAll().execute();
    for (const secret of ['hush-hush', 'PRIVATE KEY', jwt])
      expect(JSON.stringify([told, rows])).not.toContain(secret);
    expect(told.map(({ client }) => [client?.hasSecret, client?.hasPrivateKey])).toEqual([
      [true, false],
      [false, true],
      [false, false],
      [false, false],
    ]);
    expect(told.at(-1)?.hasWorkloadToken).toBe(true);
  });

  test('a stored secret stays with its client ID, and goes with it', async () => {
    const { save } = await bench(open);
    await save({ client: { clientId: 'c', secret: 'hush' } });
    expect((await save({ client: { clientId: 'c' }, resource: 'omit' })).client?.hasSecret).toBe(true);
    expect((await save({ client: { clientId: 'd' } })).client?.hasSecret).toBe(false);
    expect((await save({ client: null })).client).toBeUndefined();
  });

  test('another client or grant signs the accounts out; another resource does not', async () => {
    const { save, deps, account } = await bench(open);
    const ended: string[] = [];
    const forgetting = {
      ...deps,
      credentials: {
        async forgetConnector({ connectorId }: { connectorId: string }) {
          ended.push(connectorId);
        },
      },
    };
    const change = (over: object) =>
      saveSettings(forgetting, account, authorizationSettingsInput.parse(over));
    await save({});
    await change({ resource: 'omit' });
    expect(ended).toEqual([]);
    await change({ client: { clientId: 'c' } });
    await change({ grant: 'workload', client: { clientId: 'c' }, workloadToken: jwt });
    expect(ended).toEqual([account.connectorId, account.connectorId]);
    expect(await readGrant(deps, account)).toBeUndefined();
  });
});
