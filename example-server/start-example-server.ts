// Starts the harbour office on a port: MCP, payment page, sign-in.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import {
  createRequestStateCodec,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
  validateHostHeader,
} from '@modelcontextprotocol/server';
import type { ClientMetadata } from 'oidc-provider';
import { createHarbour, type Harbour } from './harbour.ts';
import { createMcpEndpoint, type Eras } from './mcp-endpoint.ts';
import type { Office } from './office.ts';
import { paymentPage } from './payment-page.ts';
import { type AuthorizationServer, createAuthorizationServer } from './sign-in/authorization-server.ts';
import { createResourceServer } from './sign-in/resource-server.ts';
import { checkStaticCredentials, type StaticSignIn } from './sign-in/static-credentials.ts';
import { loadSkills } from './skills.ts';

export interface OAuthSignIn {
  kind: 'oauth';
  /** Lifetime of access tokens; default 60. */
  tokenLifetimeSeconds?: number;
  /** Clients known beforehand; others register themselves. */
  clients?: ClientMetadata[];
  /** Fetches client ID metadata documents; the global fetch by default. */
  fetch?: typeof globalThis.fetch;
}

export type ExampleSignIn = { kind: 'none' } | StaticSignIn | OAuthSignIn;

export interface ExampleServerOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  eras?: Eras;
  /** Default: nobody signs in. */
  signIn?: ExampleSignIn;
  /** How long `pay_harbour_fee` waits for the payment page; default 60 s. */
  paymentWaitMilliseconds?: number;
}

export interface ExampleServer {
  /** The MCP endpoint: `http://127.0.0.1:PORT/mcp`. */
  url: string;
  /** Scheme, host and port. */
  origin: string;
  /** Issuer of the authorization server, with OAuth. */
  issuer?: string;
  /** The harbour behind it, for tests that look or change from inside. */
  harbour: Harbour;
  /** Ends every session of the older revisions, as a restart would. */
  forgetSessions(): Promise<void>;
  close(): Promise<void>;
}

/** Starts the example server and resolves when it listens. */
export async function startExampleServer(options: ExampleServerOptions = {}): Promise<ExampleServer> {
  const host = options.host ?? '127.0.0.1';
  const signIn = options.signIn ?? { kind: 'none' };
  const harbour = createHarbour();
  let origin = '';
  const office: Office = {
    harbour,
    origin: () => origin,
    stateCodec: createRequestStateCodec({ key: randomBytes(32), ttlSeconds: 600 }),
    paymentWaitMilliseconds: options.paymentWaitMilliseconds ?? 60_000,
  };
  const mcp = createMcpEndpoint(options.eras ?? 'both', office, await loadSkills());

  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  origin = `http://${nameOf(host)}:${port}`;
  const url = `${origin}/mcp`;
  const authorizationServer =
    signIn.kind === 'oauth' ? await authorizationServerFor(signIn, origin) : undefined;
  const letIn = doorkeeper(signIn, url, authorizationServer);

  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/pay/')) return paymentPage(harbour, request.method, pathname.slice(5));
    const metadata = letIn.metadata?.(pathname);
    if (metadata) return metadata;
    if (pathname !== '/mcp') return new Response('The harbour office is at /mcp.\n', { status: 404 });
    const foreign = loopback.has(host) && originValidationResponse(request, localhostAllowedOrigins());
    if (foreign) return foreign;
    const visitor = await letIn.check(request);
    return visitor instanceof Response ? visitor : mcp.fetch(request, visitor);
  };
  const listener = getRequestListener(answer, { overrideGlobalObjects: false });
  server.on('request', (request, response) => {
    // On loopback only loopback names may ask, so that a web page elsewhere cannot (DNS rebinding).
    if (loopback.has(host) && !validateHostHeader(request.headers.host, localhostAllowedHostnames()).ok)
      response.writeHead(403).end('Ask by a loopback name.\n');
    else if (!authorizationServer?.answer(request, response)) void listener(request, response);
  });

  return {
    url,
    origin,
    ...(authorizationServer ? { issuer: authorizationServer.issuer } : {}),
    harbour,
    forgetSessions: mcp.forgetSessions,
    async close() {
      await mcp.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const loopback = new Set(['127.0.0.1', 'localhost', '::1']);

/** The name clients use: a wildcard address is no name. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

function authorizationServerFor(signIn: OAuthSignIn, origin: string): Promise<AuthorizationServer> {
  return createAuthorizationServer({
    origin,
    resource: `${origin}/mcp`,
    accessTokenSeconds: signIn.tokenLifetimeSeconds ?? 60,
    clients: signIn.clients ?? [],
    fetch: signIn.fetch ?? globalThis.fetch,
  });
}

/** `check` answers who asks, nobody in particular (`undefined`), or the refusal to send back. */
function doorkeeper(signIn: ExampleSignIn, url: string, authorizationServer?: AuthorizationServer) {
  if (authorizationServer) return createResourceServer(url, authorizationServer);
  return {
    metadata: undefined,
    check: async (request: Request): Promise<Response | undefined> =>
      signIn.kind === 'api-key' || signIn.kind === 'basic'
        ? checkStaticCredentials(signIn, request)
        : undefined,
  };
}
