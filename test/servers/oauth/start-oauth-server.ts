// Starts both servers of a plan on loopback, each with an origin of its own.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { authorizationSide, resourceMetadata, serverMetadata } from './authorization-side.ts';
import { answerMcp } from './mcp-side.ts';
import { type Addresses, type Arrived, honestPlan, type Instead, type OAuthPlan } from './plan.ts';

export interface OAuthServer extends Addresses {
  /** May be changed while it runs. */
  plan: OAuthPlan;
  /** Everything that arrived at both servers, oldest first. */
  arrived: Arrived[];
  /** How many requests of this grant reached the token endpoint. */
  tokenRequests(grant?: string): number;
  expireAccessTokens(): void;
  forgetClients(): void;
  revokeAll(): void;
  reuses(): number;
  /** Waits before each answer of the token endpoint. */
  holdTokens(until: Promise<void> | undefined): void;
  close(): Promise<void>;
}

export async function startOAuthServer(over: Partial<OAuthPlan> = {}): Promise<OAuthServer> {
  const arrived: Arrived[] = [];
  const servers: Server[] = [];
  const listen = async (answer: (request: Arrived) => Instead | Promise<Instead>): Promise<string> => {
    const server = createServer(async (request, response) => {
      const seen = await read(request);
      arrived.push(seen);
      write(request, response, await answer(seen));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const plan: OAuthPlan = { ...honestPlan, ...over };
  let hold: Promise<void> | undefined;
  const at: Addresses = { mcp: '', issuer: '', url: '' };
  const side = authorizationSide(() => plan, at);
  const wellKnown = /^\/\.well-known\/(oauth-authorization-server|openid-configuration)/;
  const issuerOrigin = await listen(async (request) => {
    const path = request.path.split('?')[0] ?? '';
    if (wellKnown.test(path)) {
      const expected = `/.well-known/oauth-authorization-server${plan.issuerPath}`;
      return path === expected ? serverMetadata(plan, at) : { status: 404 };
    }
    if (path === '/token') await hold;
    return side.answer(path, request);
  });
  at.issuer = `${issuerOrigin}${plan.issuerPath}`;
  at.mcp = await listen((request) => {
    const path = request.path.split('?')[0] ?? '';
    if (path === '/.well-known/oauth-protected-resource/mcp') return resourceMetadata(plan, at);
    if (path === '/mcp') return answerMcp(plan, at, side, request);
    return { status: 404 };
  });
  at.url = `${at.mcp}/mcp`;
  return {
    ...at,
    plan,
    arrived,
    tokenRequests: (grant) =>
      arrived.filter(
        ({ path, parameters }) => path === '/token' && (!grant || parameters.grant_type === grant),
      ).length,
    expireAccessTokens: side.expireAccessTokens,
    forgetClients: side.forgetClients,
    revokeAll: side.revokeAll,
    reuses: side.reuses,
    holdTokens: (until) => {
      hold = until;
    },
    async close() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

async function read(request: IncomingMessage): Promise<Arrived> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString();
  const path = request.url ?? '';
  const form = /x-www-form-urlencoded/.test(request.headers['content-type'] ?? '')
    ? new URLSearchParams(body)
    : [];
  return {
    method: request.method ?? '',
    path: path.startsWith('/token') || path.startsWith('/authorize') ? (path.split('?')[0] ?? '') : path,
    headers: request.headers,
    parameters: {
      ...Object.fromEntries(new URL(path, 'http://x').searchParams),
      ...Object.fromEntries(form),
    },
    body,
  };
}

function write(request: IncomingMessage, response: ServerResponse, instead: Instead): void {
  if (instead.socket === 'hang') return;
  if (instead.socket === 'reset') {
    request.socket.destroy();
    return;
  }
  response.writeHead(instead.status ?? 200, {
    ...(instead.body !== undefined && { 'content-type': instead.type ?? 'application/json' }),
    ...instead.headers,
  });
  response.end(instead.body);
}

/** What a browser does at the authorization server: opens the URL and is sent back. Undefined: a page stayed. */
export async function followRedirect(authorizationUrl: string): Promise<URL | undefined> {
  const response = await fetch(authorizationUrl, { redirect: 'manual' });
  await response.body?.cancel();
  const location = response.headers.get('location');
  return location ? new URL(location, authorizationUrl) : undefined;
}
