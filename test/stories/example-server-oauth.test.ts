// The example server with OAuth, by the SDK's own client flow: discover, register, sign in, refresh, step up, revoke.
import {
  auth,
  Client,
  InsufficientScopeError,
  type OAuthClientInformationMixed,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  type OAuthTokens,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ExampleServer, startExampleServer } from '../../example-server/start-example-server.ts';
import { signInAtExample } from '../sign-in-at-example.ts';

const callback = 'http://127.0.0.1:9/callback';

/** An OAuth client that keeps everything in memory. */
function memoryClient(scope?: string) {
  const kept: {
    information?: OAuthClientInformationMixed;
    tokens?: OAuthTokens;
    verifier?: string;
    discovery?: OAuthDiscoveryState;
    goTo?: URL;
  } = {};
  const provider: OAuthClientProvider = {
    redirectUrl: callback,
    clientMetadata: {
      client_name: 'Story client',
      redirect_uris: [callback],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
      ...(scope ? { scope } : {}),
    },
    clientInformation: () => kept.information,
    saveClientInformation: (information) => {
      kept.information = information;
    },
    tokens: () => kept.tokens,
    saveTokens: (tokens) => {
      kept.tokens = tokens;
    },
    redirectToAuthorization: (url) => {
      kept.goTo = url;
    },
    saveCodeVerifier: (verifier) => {
      kept.verifier = verifier;
    },
    codeVerifier: () => kept.verifier ?? '',
    saveDiscoveryState: (state) => {
      kept.discovery = state;
    },
    discoveryState: () => kept.discovery,
    invalidateCredentials: () => {},
  };
  return { kept, provider };
}

type Memory = ReturnType<typeof memoryClient>;

/** Connects, signs in where the server asks for it, and connects again. */
async function connectSignedIn(
  url: string,
  memory: Memory,
  era: 'auto' | 'legacy' = 'auto',
): Promise<Client> {
  const transport = () =>
    new StreamableHTTPClientTransport(new URL(url), {
      authProvider: memory.provider,
      onInsufficientScope: 'throw',
    });
  const make = () => new Client({ name: 'story', version: '1.0.0' }, { versionNegotiation: { mode: era } });
  const first = transport();
  await expect(make().connect(first)).rejects.toBeInstanceOf(UnauthorizedError);
  const back = await signInAtExample(memory.kept.goTo ?? '');
  expect(back.searchParams.get('iss')).toBe(`${new URL(url).origin}/oauth`);
  await first.finishAuth(back.searchParams);
  const client = make();
  await client.connect(transport());
  return client;
}

async function tokenStatus(example: ExampleServer, token: string): Promise<number> {
  const response = await fetch(example.url, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
  });
  await response.body?.cancel();
  return response.status;
}

describe('the example server with OAuth', () => {
  let example: ExampleServer;
  beforeAll(async () => {
    example = await startExampleServer({ signIn: { kind: 'oauth', tokenLifetimeSeconds: 60 } });
  });
  afterAll(() => example.close());

  test('tells a stranger where to sign in, in every place a client may look', async () => {
    const refused = await fetch(example.url, { method: 'POST', body: '{}' });
    expect(refused.status).toBe(401);
    const challenge = refused.headers.get('www-authenticate') ?? '';
    expect(challenge).toContain(
      `resource_metadata="${example.origin}/.well-known/oauth-protected-resource/mcp"`,
    );
    expect(challenge).toContain('scope="harbour:read"');
    for (const path of [
      '/.well-known/oauth-protected-resource/mcp',
      '/.well-known/oauth-protected-resource',
    ]) {
      expect(await (await fetch(example.origin + path)).json()).toMatchObject({
        resource: example.url,
        authorization_servers: [example.issuer],
      });
    }
    for (const path of [
      '/.well-known/oauth-authorization-server/oauth',
      '/.well-known/openid-configuration/oauth',
      '/oauth/.well-known/openid-configuration',
    ]) {
      const metadata = await (await fetch(example.origin + path)).json();
      expect(metadata).toMatchObject({
        issuer: example.issuer,
        authorization_endpoint: `${example.issuer}/auth`,
        token_endpoint: `${example.issuer}/token`,
        registration_endpoint: `${example.issuer}/reg`,
        revocation_endpoint: `${example.issuer}/token/revocation`,
        code_challenge_methods_supported: ['S256'],
        authorization_response_iss_parameter_supported: true,
        client_id_metadata_document_supported: true,
      });
      expect(metadata.scopes_supported).toContain('offline_access');
      expect(metadata.token_endpoint_auth_methods_supported).toContain('none');
    }
  });

  test('the SDK signs in by itself and works, in both eras', async () => {
    for (const era of ['auto', 'legacy'] as const) {
      const client = await connectSignedIn(example.url, memoryClient(), era);
      expect(client.getProtocolEra()).toBe(era === 'auto' ? 'modern' : 'legacy');
      expect((await client.listTools()).tools.length).toBeGreaterThan(20);
      const answer = await client.callTool({ name: 'list_ships', arguments: {} });
      expect(answer.isError).toBeFalsy();
      await client.close();
    }
  });

  test('a tool that writes asks for one more scope; after the step-up it runs, in both eras', async () => {
    for (const era of ['auto', 'legacy'] as const) {
      const memory = memoryClient();
      const client = await connectSignedIn(example.url, memory, era);
      expect(memory.kept.tokens?.scope).not.toContain('harbour:write');
      const notice = { name: 'post_notice', arguments: { text: 'The crane is back.' } };
      const refusal = await client.callTool(notice).catch((problem: unknown) => problem);
      expect(refusal).toBeInstanceOf(InsufficientScopeError);
      expect((refusal as InsufficientScopeError).requiredScope).toBe('harbour:write');

      const scope = 'harbour:read harbour:write offline_access';
      // A client that keeps its refresh token would refresh instead of asking for more.
      delete memory.kept.tokens;
      expect(await auth(memory.provider, { serverUrl: example.url, scope })).toBe('REDIRECT');
      const back = await signInAtExample(memory.kept.goTo ?? '');
      await auth(memory.provider, {
        serverUrl: example.url,
        authorizationCode: back.searchParams.get('code') ?? '',
        iss: back.searchParams.get('iss') ?? '',
      });
      expect(memory.kept.tokens).toMatchObject({ scope: expect.stringContaining('harbour:write') });
      expect((await client.callTool(notice)).isError).toBeFalsy();
      await client.close();
    }
  });

  test('refresh tokens rotate; a used one ends the whole grant; revocation ends a token at once', async () => {
    const memory = memoryClient();
    const client = await connectSignedIn(example.url, memory);
    await client.close();
    const { access_token: first, refresh_token: used } = memory.kept.tokens ?? { access_token: '' };
    const clientId = memory.kept.information?.client_id ?? '';
    const ask = async (path: string, form: Record<string, string>) =>
      fetch(`${example.issuer}${path}`, {
        method: 'POST',
        body: new URLSearchParams({ client_id: clientId, ...form }),
      });
    const refresh = (token: string) => ask('/token', { grant_type: 'refresh_token', refresh_token: token });

    const renewed = await (await refresh(used ?? '')).json();
    expect(renewed.refresh_token).not.toBe(used);
    expect(renewed.expires_in).toBe(60);
    expect(await tokenStatus(example, renewed.access_token)).not.toBe(401);
    expect((await ask('/token/revocation', { token: renewed.access_token })).status).toBe(200);
    expect(await tokenStatus(example, renewed.access_token)).toBe(401);

    const again = await refresh(used ?? '');
    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
    expect((await refresh(renewed.refresh_token)).status).toBe(400);
    expect(await tokenStatus(example, first)).toBe(401);
  });

  test('who says no is sent back with access_denied, and a foreign resource is refused', async () => {
    const memory = memoryClient();
    await auth(memory.provider, { serverUrl: example.url });
    const denied = await signInAtExample(memory.kept.goTo ?? '', { answer: 'deny' });
    expect(denied.searchParams.get('error')).toBe('access_denied');
    expect(denied.searchParams.get('iss')).toBe(example.issuer);

    const elsewhere = new URL(memory.kept.goTo ?? '');
    elsewhere.searchParams.set('resource', 'https://elsewhere.example/mcp');
    const refused = await signInAtExample(elsewhere);
    expect(refused.searchParams.get('error')).toBe('invalid_target');

    const withoutPkce = new URL(memory.kept.goTo ?? '');
    withoutPkce.searchParams.delete('code_challenge');
    withoutPkce.searchParams.delete('code_challenge_method');
    expect((await signInAtExample(withoutPkce)).searchParams.get('error')).toBe('invalid_request');
  });

  test('a session of one person is not open to another', async () => {
    const anna = await connectSignedIn(example.url, memoryClient(), 'legacy');
    const session = (anna.transport as StreamableHTTPClientTransport).sessionId ?? '';
    expect(session).not.toBe('');
    const stranger = memoryClient();
    await auth(stranger.provider, { serverUrl: example.url, scope: 'harbour:read' });
    const back = await signInAtExample(stranger.kept.goTo ?? '', { username: 'bo' });
    await auth(stranger.provider, {
      serverUrl: example.url,
      authorizationCode: back.searchParams.get('code') ?? '',
      iss: back.searchParams.get('iss') ?? '',
    });
    const response = await fetch(example.url, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${stranger.kept.tokens?.access_token}`,
        'mcp-session-id': session,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
    });
    expect(response.status).toBe(404);
    await anna.close();
  });

  test('a client ID metadata document stands in for registration', async () => {
    const clientId = 'https://client.example/oauth/client.json';
    const asked: string[] = [];
    const withDocuments = await startExampleServer({
      signIn: {
        kind: 'oauth',
        fetch: async (url) => {
          asked.push(String(url));
          return Response.json({
            client_id: clientId,
            client_name: 'Documented client',
            redirect_uris: [callback],
            token_endpoint_auth_method: 'none',
            grant_types: ['authorization_code', 'refresh_token'],
          });
        },
      },
    });
    const memory = memoryClient();
    const provider = { ...memory.provider, clientMetadataUrl: clientId };
    expect(await auth(provider, { serverUrl: withDocuments.url, scope: 'harbour:read' })).toBe('REDIRECT');
    expect(memory.kept.information?.client_id).toBe(clientId);
    const back = await signInAtExample(memory.kept.goTo ?? '');
    await auth(provider, {
      serverUrl: withDocuments.url,
      authorizationCode: back.searchParams.get('code') ?? '',
      iss: back.searchParams.get('iss') ?? '',
    });
    expect(asked).toContain(clientId);
    expect(memory.kept.tokens?.access_token).toBeTruthy();
    await withDocuments.close();
  });
});
