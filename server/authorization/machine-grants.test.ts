// Grants without a browser, and tokens bound to a key: what is sent, to whom, and what never is.
import { exportPKCS8, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { afterEach, expect, test } from 'vitest';
import { authorizationSettingsInput } from '#shared/contract/authorization.ts';
import { startRecorder } from '#test/attacks/canary.ts';
import { callWith, createBench } from '#test/authorization.ts';
import { describeEachDatabase, type OpenDatabase } from '#test/databases.ts';
import type { OAuthPlan } from '#test/servers/oauth/plan.ts';
import { startOAuthServer } from '#test/servers/oauth/start-oauth-server.ts';
import { saveSettings } from './save-settings.ts';
import { startSignIn } from './start-sign-in.ts';

const keys = await generateKeyPair('ES256', { extractable: true });
const privateKey = await exportPKCS8(keys.privateKey);
const token = (claims: Record<string, string>) =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(keys.privateKey);
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function stage(open: OpenDatabase, settings: object, plan: Partial<OAuthPlan> = {}) {
  const server = await startOAuthServer(plan);
  closing.push(() => server.close());
  const bench = await createBench(await open(), { url: server.url });
  const { deps, account, session } = bench;
  await saveSettings(deps, account, authorizationSettingsInput.parse(settings));
  return {
    ...bench,
    server,
    start: () =>
      startSignIn(deps, { ...session, connectorId: account.connectorId, accountId: account.accountId }),
    /** Requests to the token endpoint, oldest first. */
    tokenRequests: () => server.arrived.filter(({ path }) => path === '/token'),
  };
}

describeEachDatabase('client credentials', (open) => {
  const metadata = (methods: string[]) => ({
    patch: { token_endpoint_auth_methods_supported: methods },
  });

  test('a secret goes in the header, to the token endpoint alone, with resource and scopes', async () => {
    const at = await stage(
      open,
      {
        grant: 'client-credentials',
        client: { clientId: 'ours', secret: 'hush-hush' },
        extraScopes: ['read'],
      },
      { metadata: metadata(['client_secret_basic']) },
    );
    expect(await at.start()).toEqual({ kind: 'signed-in' });
    const [request] = at.tokenRequests();
    expect(request?.headers.authorization).toBe(`Basic ${Buffer.from('ours:hush-hush').toString('base64')}`);
    expect(request?.parameters).toMatchObject({
      grant_type: 'client_credentials',
      resource: at.server.url,
      scope: 'read',
    });
    expect(await callWith(at.deps.credentials, at.account)).toBe(200);
    const elsewhere = at.server.arrived.filter(({ path }) => path !== '/token');
    expect(JSON.stringify(elsewhere)).not.toMatch(/hush-hush|b3VyczpodXNoLWh1c2g/);
    expect(elsewhere.some(({ path }) => path === '/register' || path === '/authorize')).toBe(false);
  });

  test('a private key signs an assertion for this server, short-lived, new each time; the key never leaves', async () => {
    const at = await stage(
      open,
      { grant: 'client-credentials', client: { clientId: 'ours', privateKey, algorithm: 'ES256' } },
      { metadata: metadata(['private_key_jwt']) },
    );
    expect(await at.start()).toEqual({ kind: 'signed-in' });
    at.clock.advance(3600_000);
    expect(await callWith(at.deps.credentials, at.account)).toBe(200);
    const assertions = at.tokenRequests().map(({ parameters }) => {
      expect(parameters.client_assertion_type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
      expect(parameters.client_secret).toBeUndefined();
      return parameters.client_assertion ?? '';
    });
    expect(assertions).toHaveLength(2);
    const seen = new Set<unknown>();
    for (const assertion of assertions) {
      const { payload } = await jwtVerify(assertion, keys.publicKey, {
        issuer: 'ours',
        subject: 'ours',
        audience: at.server.issuer,
      });
      expect((payload.exp ?? Number.POSITIVE_INFINITY) - (payload.iat ?? 0)).toBeLessThanOrEqual(300);
      seen.add(payload.jti);
    }
    expect(seen.size).toBe(2);
    const rows = JSON.stringify(await at.deps.db.selectFrom('authorization_settings').selectAll().execute());
    expect(rows + JSON.stringify(at.server.arrived)).not.toContain('PRIVATE KEY');
  });

  test('50 callers at the end of a token make one request, and a refused client is said by its name', async () => {
    const at = await stage(open, {
      grant: 'client-credentials',
      client: { clientId: 'ours', secret: 'hush-hush' },
    });
    await at.start();
    at.clock.advance(3600_000);
    const source = at.deps.credentials.sourceFor(at.account);
    await Promise.all(Array.from({ length: 50 }, () => source.headers()));
    expect(at.tokenRequests()).toHaveLength(2);
    at.server.plan.token = { status: 401, body: '{"error":"invalid_client"}' };
    expect(await at.start()).toMatchObject({ kind: 'failed', problem: { code: 'client_refused' } });
  });
});

describeEachDatabase('enterprise-managed authorization (ID-JAG)', (open) => {
  async function withProvider(respond: (body: URLSearchParams) => [number, object]) {
    const provider = await startRecorder((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const [status, answer] = respond(new URLSearchParams(body));
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
      });
    });
    closing.push(() => provider.close());
    const idToken = await token({ iss: provider.url, sub: 'anna', aud: 'idp-client' });
    const at = await stage(open, {
      grant: 'enterprise',
      client: { clientId: 'ours' },
      extraScopes: ['read'],
      identityProvider: { tokenEndpoint: `${provider.url}token`, clientId: 'idp-client', idToken },
    });
    return { ...at, provider, idToken };
  }

  test('the provider is asked for an assertion to this server, and that alone goes there', async () => {
    const assertion = await token({ sub: 'anna' });
    const at = await withProvider(() => [
      200,
      {
        access_token: assertion,
        issued_token_type: 'urn:ietf:params:oauth:token-type:id-jag',
        token_type: 'N_A',
        expires_in: 300,
      },
    ]);
    expect(await at.start()).toEqual({ kind: 'signed-in' });
    const asked = new URLSearchParams(at.provider.requests[0]?.body);
    expect(Object.fromEntries(asked)).toMatchObject({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      requested_token_type: 'urn:ietf:params:oauth:token-type:id-jag',
      audience: at.server.issuer,
      resource: at.server.url,
      scope: 'read',
      subject_token: at.idToken,
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      client_id: 'idp-client',
    });
    expect(at.tokenRequests()[0]?.parameters).toMatchObject({
      grant_type: jwtBearer,
      assertion,
      resource: at.server.url,
    });
    expect(await callWith(at.deps.credentials, at.account)).toBe(200);
    expect(JSON.stringify(at.server.arrived)).not.toContain(at.idToken);
  });

  test('a provider that refuses the person is named, and the server is not asked', async () => {
    const at = await withProvider(() => [400, { error: 'invalid_grant', error_description: 'Signed out' }]);
    const started = await at.start();
    if (started.kind !== 'failed') throw new Error(started.kind);
    expect(started.problem.message).toContain(new URL(at.provider.url).host);
    expect(at.tokenRequests()).toEqual([]);
  });
});

describeEachDatabase('workload identity (RFC 7523)', (open) => {
  test('the signed token is the assertion; the MCP server never sees it', async () => {
    const workloadToken = await token({ sub: 'ship-7' });
    const at = await stage(open, { grant: 'workload', client: { clientId: 'ours' }, workloadToken });
    expect(await at.start()).toEqual({ kind: 'signed-in' });
    expect(at.tokenRequests()[0]?.parameters).toMatchObject({
      grant_type: jwtBearer,
      assertion: workloadToken,
      client_id: 'ours',
    });
    expect(await callWith(at.deps.credentials, at.account)).toBe(200);
    const elsewhere = at.server.arrived.filter(({ path }) => path !== '/token');
    expect(JSON.stringify(elsewhere)).not.toContain(workloadToken);
  });
});
