// An app that signs in to the gateway by OAuth, with the official SDK's client and a person's browser session.
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import {
  Client,
  type OAuthClientProvider,
  StreamableHTTPClientTransport,
  UnauthorizedError,
} from '@modelcontextprotocol/client';
import type { Caller } from './causeway.ts';

export const appRedirect = 'http://127.0.0.1:39871/callback';

type Kept = Parameters<NonNullable<OAuthClientProvider['saveTokens']>>[0];

export interface AppSignIn {
  provider: OAuthClientProvider;
  /** Where the SDK wants the browser to go. */
  authorizationUrl(): URL;
  tokens(): Kept;
  /** Replaces what is kept, as a client with an older state would have it. */
  keep(tokens: Kept): void;
}

/** What an app keeps; `metadataUrl` makes it known by its client ID metadata document. */
export function createAppSignIn(metadataUrl?: string): AppSignIn {
  let kept: Kept | undefined;
  let verifier = '';
  let url: URL | undefined;
  let information: Awaited<ReturnType<OAuthClientProvider['clientInformation']>>;
  let discovery: unknown;
  const provider: OAuthClientProvider = {
    redirectUrl: appRedirect,
    ...(metadataUrl === undefined ? {} : { clientMetadataUrl: metadataUrl }),
    clientMetadata: {
      client_name: 'Harbour desk',
      redirect_uris: [appRedirect],
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      token_endpoint_auth_method: 'none',
    },
    state: () => 'a-state-of-the-app',
    clientInformation: () => information,
    saveClientInformation(given) {
      information = given;
    },
    tokens: () => kept,
    saveTokens(given) {
      kept = given;
    },
    redirectToAuthorization(to) {
      url = to;
    },
    saveCodeVerifier(given) {
      verifier = given;
    },
    codeVerifier: () => verifier,
    saveDiscoveryState(state) {
      discovery = state;
    },
    discoveryState: () => discovery as never,
    invalidateCredentials(scope) {
      if (scope === 'tokens' || scope === 'all') kept = undefined;
    },
  };
  return {
    provider,
    authorizationUrl() {
      if (url === undefined) throw new Error('The app was not sent to sign in.');
      return url;
    },
    tokens() {
      if (kept === undefined) throw new Error('The app has no tokens.');
      return kept;
    },
    keep(tokens) {
      kept = tokens;
    },
  };
}

/** Visits the authorization endpoint as a browser that comes from the app: where it is sent. */
export async function visit(person: { cookie?: string }, url: URL): Promise<URL> {
  const { location, status, body } = await navigate(person, url);
  if (location === undefined) throw new Error(`No redirect: ${status} ${body}`);
  return new URL(location, url);
}

/** A top-level visit. `fetch` cannot make one: it writes `Sec-Fetch-Mode` itself. */
export async function navigate(
  person: { cookie?: string },
  url: URL,
): Promise<{ status: number; location: string | undefined; body: string }> {
  const headers = {
    accept: 'text/html',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-site': 'cross-site',
    ...(person.cookie === undefined ? {} : { cookie: person.cookie }),
  };
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  const body = await text(response);
  return { status: response.statusCode ?? 0, location: response.headers.location, body };
}

/** Says yes or no on the consent page; answers where the browser goes. */
export async function consent(person: Caller, page: URL, accept: boolean): Promise<URL> {
  const response = await person.fetch('/api/auth/oauth2/consent', {
    method: 'POST',
    body: JSON.stringify({ accept, oauth_query: page.search.slice(1) }),
  });
  const body = (await response.json()) as { url?: string };
  if (body.url === undefined) throw new Error(`No way back: ${response.status} ${JSON.stringify(body)}`);
  return new URL(body.url);
}

/** The app is refused, reads the documents, registers, and knows where to send its person. */
export async function startSignIn(endpoint: string, app: AppSignIn): Promise<StreamableHTTPClientTransport> {
  const transport = new StreamableHTTPClientTransport(new URL(endpoint), { authProvider: app.provider });
  const refused = await newClient()
    .connect(transport)
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  if (!(refused instanceof UnauthorizedError)) throw refused ?? new Error('It connected without a sign-in.');
  return transport;
}

/** Signs the app in from nothing and connects it. */
export async function connectApp(
  endpoint: string,
  person: Caller & { cookie?: string },
  app: AppSignIn,
): Promise<Client> {
  const transport = await startSignIn(endpoint, app);
  let at = await visit(person, app.authorizationUrl());
  if (at.pathname === '/consent') at = await consent(person, at, true);
  await transport.finishAuth(at.searchParams);
  return reconnect(endpoint, app);
}

export async function reconnect(endpoint: string, app: AppSignIn): Promise<Client> {
  const client = newClient();
  await client.connect(new StreamableHTTPClientTransport(new URL(endpoint), { authProvider: app.provider }));
  return client;
}

const newClient = (): Client =>
  new Client({ name: 'harbour-desk', version: '1' }, { versionNegotiation: { mode: 'auto' } });
