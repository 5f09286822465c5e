// Other apps sign in to the gateway by OAuth, as its own documents tell them to.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { api } from '#shared/contract/api.ts';
import {
  appRedirect,
  connectApp,
  consent,
  createAppSignIn,
  navigate,
  reconnect,
  visit,
} from '#test/app-sign-in.ts';
import { type Caller, startCauseway, type TestCauseway } from '#test/causeway.ts';
import { freshLocation } from '#test/databases.ts';
import { addOpenConnector } from '#test/gateway-clients.ts';
import type { RunningServer } from '#test/servers/spec.ts';
import { startServer } from '#test/servers/start-server.ts';

describe.each(['sqlite', 'postgres'] as const)('signing in to the gateway on %s', (dialect) => {
  let causeway: TestCauseway;
  let server: RunningServer;
  let endpoint: string;
  beforeAll(async () => {
    server = await startServer({ era: 'dual', tools: [{ name: 'list_ships' }] });
    const location = await freshLocation(dialect);
    causeway = await startCauseway('url' in location ? { database: location } : {});
    await addOpenConnector(causeway, 'Harbour', server.url);
    endpoint = `${causeway.url}/mcp/default`;
  }, 60_000);
  afterAll(async () => {
    await causeway?.close();
    await server?.close();
  });

  const json = async (path: string) =>
    (await fetch(new URL(path, causeway.url))).json() as Promise<Record<string, unknown>>;
  const authorize = (change: Record<string, string | undefined>, from: URL): URL => {
    const url = new URL(from);
    for (const [name, value] of Object.entries(change))
      if (value === undefined) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    return url;
  };
  const token = (body: Record<string, string>) =>
    fetch(new URL('/api/auth/oauth2/token', causeway.url), {
      method: 'POST',
      body: new URLSearchParams(body),
    });
  const call = (bearer: string, path = '/mcp/default') =>
    fetch(new URL(path, causeway.url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${bearer}`,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/list',
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/list',
        params: {
          _meta: {
            'io.modelcontextprotocol/protocolVersion': '2026-07-28',
            'io.modelcontextprotocol/clientCapabilities': {},
          },
        },
      }),
    });
  const signedIn = async (person: Caller & { cookie?: string } = causeway) => {
    const app = createAppSignIn();
    const client = await connectApp(endpoint, person, app);
    return { app, client };
  };

  test('a stranger is led from 401 to the documents, and they agree with each other', async () => {
    const refused = await call('nothing');
    expect(refused.status).toBe(401);
    const where = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '')?.[1];
    expect(where).toBe(`${causeway.url}/.well-known/oauth-protected-resource/mcp/default`);
    const resource = await json(new URL(where ?? '').pathname);
    expect(resource).toMatchObject({
      resource: endpoint,
      authorization_servers: [`${causeway.url}/api/auth`],
      scopes_supported: ['mcp'],
    });
    expect(await json('/.well-known/oauth-protected-resource/mcp/default/harbour')).toEqual(resource);
    expect(await json('/.well-known/oauth-protected-resource')).toMatchObject({ resource: causeway.url });
    const metadata = await json('/.well-known/oauth-authorization-server/api/auth');
    expect(metadata).toMatchObject({
      issuer: `${causeway.url}/api/auth`,
      code_challenge_methods_supported: ['S256'],
      authorization_response_iss_parameter_supported: true,
      client_id_metadata_document_supported: true,
    });
    expect(metadata).toHaveProperty('registration_endpoint');
  });

  test('the SDK registers, a person consents once, the app lists and calls, and stands in activity', async () => {
    const { client, app } = await signedIn();
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['harbour__list_ships']);
    await client.callTool({ name: 'harbour__list_ships', arguments: {} });
    await expect
      .poll(async () => (await causeway.api(api.activity.list, { query: { kind: 'tool-call' } })).entries[0])
      .toMatchObject({ door: 'gateway', outcome: 'completed' });
    const { clients } = await causeway.api(api.gatewayClients.list);
    expect(clients[0]).toMatchObject({
      name: 'Harbour desk',
      redirectHosts: [new URL(appRedirect).host],
      identity: 'registered',
      projectSlugs: ['default'],
      lastUsedAt: expect.any(Number),
    });
    expect(app.tokens().expires_in).toBe(3600);
    await client.close();
    // Consented before: no second question.
    const again = await visit(
      causeway,
      authorize({ state: 'other', prompt: undefined }, app.authorizationUrl()),
    );
    expect(again.href.startsWith(appRedirect)).toBe(true);
    expect(again.searchParams.get('iss')).toBe(`${causeway.url}/api/auth`);
  });

  test('what the person says no to is told to the app, with the issuer', async () => {
    const app = createAppSignIn();
    const attempt = connectApp(
      endpoint,
      {
        ...causeway,
        fetch: (path, init) =>
          causeway.fetch(
            path,
            path.endsWith('/consent') ? { ...init, body: String(init?.body).replace('true', 'false') } : init,
          ),
      },
      app,
    );
    await expect(attempt).rejects.toThrow(/access_denied|denied/i);
  });

  test('G01, G10: no PKCE, plain PKCE, another redirect and another audience are refused', async () => {
    const { app, client } = await signedIn();
    await client.close();
    const from = app.authorizationUrl();
    for (const change of [
      { code_challenge: undefined, code_challenge_method: undefined },
      { code_challenge_method: 'plain' },
    ]) {
      const to = await visit(causeway, authorize(change, from));
      expect([change, to.searchParams.get('error'), to.searchParams.get('code')]).toEqual([
        change,
        'invalid_request',
        null,
      ]);
    }
    const elsewhere = await navigate(
      causeway,
      authorize({ redirect_uri: 'https://attacker.example/cb' }, from),
    );
    expect(elsewhere.location ?? '').not.toContain('attacker.example');
    // RFC 8252 §7.3: any port of this machine.
    const otherPort = await visit(
      causeway,
      authorize({ redirect_uri: 'http://127.0.0.1:40000/callback', prompt: undefined }, from),
    );
    expect(otherPort.host).toBe('127.0.0.1:40000');
    for (const resource of [undefined, 'https://other.example/mcp', `${causeway.url}/mcp/nothing`]) {
      const { status, body } = await navigate(causeway, authorize({ resource }, from));
      expect([resource, status, JSON.parse(body)]).toMatchObject([
        resource,
        400,
        { error: 'invalid_target' },
      ]);
    }
  });

  test('G10: a token for one project is refused at another, and on the web API', async () => {
    const { app, client } = await signedIn();
    await client.close();
    const bearer = app.tokens().access_token;
    const { project } = await causeway.api(api.projects.create, { body: { name: 'Second' } });
    expect((await call(bearer)).status).toBe(200);
    expect((await call(bearer, '/mcp/default/harbour')).status).toBe(200);
    expect((await call(bearer, `/mcp/${project.slug}`)).status).toBe(401);
    const other = await fetch(new URL(api.connectors.list.path, causeway.url), {
      headers: { authorization: `Bearer ${bearer}` },
    });
    expect(other.status).toBe(401);
  });

  test('G13: refreshing rotates, a used refresh token ends its family, and a code works once', async () => {
    const { app, client } = await signedIn();
    await client.close();
    const first = app.tokens();
    const clientId = app.authorizationUrl().searchParams.get('client_id') ?? '';
    const refresh = (refresh_token: string) =>
      token({ grant_type: 'refresh_token', refresh_token, client_id: clientId, resource: endpoint });
    const second = (await (await refresh(first.refresh_token ?? '')).json()) as typeof first;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await call(second.access_token)).status).toBe(200);
    expect((await refresh(first.refresh_token ?? '')).status).toBe(400);
    expect((await refresh(second.refresh_token ?? '')).status).toBe(400);
  });

  test('an app that is disconnected is refused at once, and its open session ends', async () => {
    const { app, client } = await signedIn();
    expect((await client.listTools()).tools).toHaveLength(1);
    const { clients } = await causeway.api(api.gatewayClients.list);
    const clientId = app.authorizationUrl().searchParams.get('client_id') ?? '';
    expect(clients.map((each) => each.clientId)).toContain(clientId);
    await causeway.api(api.gatewayClients.revoke, { body: { clientId } });
    expect((await call(app.tokens().access_token)).status).toBe(401);
    const after = await causeway.api(api.gatewayClients.list);
    expect(after.clients.map((each) => each.clientId)).not.toContain(clientId);
    await client.close();
    await expect(reconnect(endpoint, app)).rejects.toThrow();
  });

  test("another person's session gets tokens for that person's own project only", async () => {
    const other = await causeway.addPerson('Bo Lind');
    const { client } = await signedIn(other);
    expect((await client.listTools()).tools).toEqual([]);
    await client.close();
  });

  test('nobody signed in is sent to the sign-in page; a page of another site cannot consent', async () => {
    const app = createAppSignIn();
    await connectApp(endpoint, causeway, app).then((client) => client.close());
    expect((await visit({}, app.authorizationUrl())).pathname).toBe('/authorize');
    const fresh = createAppSignIn();
    const page = await (async () => {
      await connectApp(endpoint, causeway.stranger, fresh).catch(() => undefined);
      return visit(causeway, fresh.authorizationUrl());
    })();
    expect(page.pathname).toBe('/consent');
    const forged = await causeway.fetch('/api/auth/oauth2/consent', {
      method: 'POST',
      body: JSON.stringify({ accept: true, oauth_query: page.search.slice(1) }),
      headers: { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' },
    });
    expect(forged.status).toBe(403);
    const changed = new URL(page);
    changed.searchParams.set('redirect_uri', 'https://attacker.example/');
    await expect(consent(causeway, changed, true)).rejects.toThrow();
    const { request } = await causeway.api(api.gatewayClients.describeRequest, {
      query: {
        clientId: page.searchParams.get('client_id') ?? '',
        redirectUri: page.searchParams.get('redirect_uri') ?? '',
        resource: page.searchParams.get('resource') ?? '',
      },
    });
    expect(request).toEqual({
      clientName: 'Harbour desk',
      redirectHost: new URL(appRedirect).host,
      projectName: expect.any(String),
    });
  });

  test('a redirect to the own machine makes an app native, whatever it calls itself', async () => {
    for (const application_type of [undefined, 'web', 'native']) {
      const answer = await fetch(new URL('/api/auth/oauth2/register', causeway.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          client_name: 'desk',
          redirect_uris: [appRedirect],
          token_endpoint_auth_method: 'none',
          ...(application_type === undefined ? {} : { application_type }),
        }),
      });
      expect([application_type, answer.status]).toEqual([application_type, 201]);
    }
  });

  test('secrets of clients and tokens stand nowhere in the database as they are', async () => {
    const { app, client } = await signedIn();
    await client.close();
    const { db } = causeway.causeway.parts;
    for (const table of ['oauthAccessToken', 'oauthRefreshToken'] as const) {
      const rows = JSON.stringify(await db.selectFrom(table).selectAll().execute());
      expect(rows).not.toContain(app.tokens().access_token);
      expect(rows).not.toContain(app.tokens().refresh_token);
    }
  });
});

test('registration can be off: then the documents do not offer it, and it is refused', async () => {
  const causeway = await startCauseway({ clientRegistration: false });
  const metadata = (await (
    await fetch(new URL('/.well-known/oauth-authorization-server/api/auth', causeway.url))
  ).json()) as object;
  expect(metadata).not.toHaveProperty('registration_endpoint');
  const refused = await fetch(new URL('/api/auth/oauth2/register', causeway.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'x', redirect_uris: [appRedirect] }),
  });
  expect(refused.status).toBeGreaterThanOrEqual(400);
  await causeway.close();
});
