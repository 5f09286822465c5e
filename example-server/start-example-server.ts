// Starts the harbour office on a port: MCP, payment page, sign-in.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import {
  type AuthInfo,
  createRequestStateCodec,
  hostHeaderValidationResponse,
  localhostAllowedHostnames,
  localhostAllowedOrigins,
  originValidationResponse,
} from '@modelcontextprotocol/server';
import { createHarbour, type Harbour } from './harbour.ts';
import { createMcpEndpoint, type Eras } from './mcp-endpoint.ts';
import type { Office } from './office.ts';
import { paymentPage } from './payment-page.ts';
import { checkStaticCredentials, type StaticSignIn } from './sign-in/static-credentials.ts';
import { loadSkills } from './skills.ts';

export type ExampleSignIn = { kind: 'none' } | StaticSignIn;

export interface ExampleServerOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  eras?: Eras;
  signIn?: ExampleSignIn;
  /** How long `pay_harbour_fee` waits for the payment page; default 60 s. */
  paymentWaitMilliseconds?: number;
}

export interface ExampleServer {
  /** The MCP endpoint: `http://127.0.0.1:PORT/mcp`. */
  url: string;
  /** Scheme, host and port. */
  origin: string;
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

  const answer = async (request: Request): Promise<Response> => {
    const refused = refuseForeignPages(request, host);
    if (refused) return refused;
    const { pathname } = new URL(request.url);
    if (pathname.startsWith('/pay/')) return paymentPage(harbour, request.method, pathname.slice(5));
    if (pathname !== '/mcp') return new Response('The harbour office is at /mcp.\n', { status: 404 });
    const authInfo: AuthInfo | undefined = undefined;
    if (signIn.kind !== 'none') {
      const refusal = checkStaticCredentials(signIn, request);
      if (refusal) return refusal;
    }
    return mcp.fetch(request, authInfo);
  };

  const server = createServer(getRequestListener(answer, { overrideGlobalObjects: false }));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  origin = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;

  return {
    url: `${origin}/mcp`,
    origin,
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

/** On loopback only loopback names may ask, so that a web page elsewhere cannot (DNS rebinding). */
function refuseForeignPages(request: Request, host: string): Response | undefined {
  if (!loopback.has(host)) return undefined;
  return (
    hostHeaderValidationResponse(request, localhostAllowedHostnames()) ??
    originValidationResponse(request, localhostAllowedOrigins())
  );
}
