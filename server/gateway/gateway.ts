// Our MCP endpoints for other clients: from the socket to a method, for every protocol era on one URL.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Json } from '#shared/json.ts';
import type { Clock } from '../platform/clock.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import { endWithCredentials, rememberCredentials } from './credentials.ts';
import { type EndpointAddress, readEndpoint } from './endpoint.ts';
import { type CallDependencies, createCallMethods } from './methods/call.ts';
import { createHeldCalls } from './methods/held-calls.ts';
import { discover, listMethods } from './methods/lists.ts';
import { type Arrival, type ModernDependencies, serveModern } from './modern.ts';
import { createOffers, type OffersDependencies } from './offer/offers.ts';
import type { AuthenticateClient, GatewayPrincipal } from './principal.ts';
import { type LegacyDependencies, serveDelete, serveGet, serveLegacy } from './sessions/legacy.ts';
import { createSessions } from './sessions/sessions.ts';
import { createStreams } from './streams.ts';
import type { WatchResources } from './subscriptions.ts';
import { claimsModern } from './wire/check-envelope.ts';
import { createOriginCheck } from './wire/check-origin.ts';
import { errorText, readMessage, rpcCode } from './wire/json-rpc.ts';
import { readBody } from './wire/read-body.ts';
import { createReply } from './wire/reply.ts';

export interface GatewayDependencies extends OffersDependencies, Omit<CallDependencies, 'held'> {
  authenticate: AuthenticateClient;
  watchResources: WatchResources;
  clock: Clock;
  makeId: MakeId;
  log: Log;
}

export interface Gateway {
  /** Serves the request when its path is the gateway's; otherwise answers false and leaves it alone. */
  serve(request: IncomingMessage, response: ServerResponse): boolean;
  /** Ends sessions, streams and remembered credentials of a client or person, at once. */
  revoke(matches: (principal: Pick<GatewayPrincipal, 'personId' | 'clientId'>) => boolean): void;
  close(): void;
}

type Shared = ModernDependencies & LegacyDependencies;

export function createGateway(dependencies: GatewayDependencies): Gateway {
  const offers = createOffers(dependencies);
  const streams = createStreams(dependencies.clock);
  const sessions = createSessions(dependencies);
  const held = createHeldCalls(dependencies.makeId);
  const methods = {
    ...listMethods,
    'server/discover': discover,
    ...createCallMethods({ ...dependencies, held }),
  };
  const shared: Shared = { ...dependencies, offers, streams, sessions, methods };
  const originAllowed = createOriginCheck(dependencies.publicUrl);
  const authenticate = rememberCredentials(dependencies);
  const revoke: Gateway['revoke'] = (matches) => {
    authenticate.forget();
    streams.endWhere(matches);
    sessions.endWhere(matches);
  };
  const stopChecking = endWithCredentials({ streams, authenticate, revoke });

  async function serve(
    request: IncomingMessage,
    response: ServerResponse,
    address: EndpointAddress,
  ): Promise<void> {
    if (!originAllowed(request.headers))
      return createReply(response, false).end(
        errorText(null, {
          code: rpcCode.invalidRequest,
          message: 'This host or origin may not use the gateway.',
        }),
        403,
      );
    const principal = await authenticate.check(request.headers.authorization, address);
    if (!principal) return challenge(response, dependencies.publicUrl, address);
    const found = await offers.find(principal.personId, address);
    if (!found)
      return createReply(response, false).end(
        errorText(null, { code: rpcCode.invalidRequest, message: 'There is no such project or connector.' }),
        404,
      );
    if (principal.projectId !== undefined && principal.projectId !== found.project.id)
      return challenge(response, dependencies.publicUrl, address);
    const arrival = { request, response, principal, address, found };
    if (request.method === 'POST') return servePost(shared, arrival);
    const hasSession = request.headers['mcp-session-id'] !== undefined;
    if (request.method === 'GET' && hasSession) return serveGet(shared, arrival);
    if (request.method === 'DELETE' && hasSession) return serveDelete(shared, arrival);
    createReply(response, false).finish(405, { allow: 'POST' });
  }

  return {
    serve(request, response) {
      const address = request.url === undefined ? undefined : readEndpoint(request.url);
      if (!address) return false;
      serve(request, response, address).catch((error: unknown) => {
        dependencies.log.error('gateway request failed', { error: String(error), path: address.path });
        createReply(response, false).end(
          errorText(null, { code: rpcCode.internal, message: 'The gateway failed on this request.' }),
          500,
        );
      });
      return true;
    },
    revoke,
    close() {
      stopChecking();
      sessions.close();
      streams.close();
      held.close();
      offers.close();
    },
  };
}

async function servePost(shared: Shared, arrival: Arrival): Promise<void> {
  const { request, response } = arrival;
  const refuse = (status: number, code: number, message: string): void =>
    createReply(response, false).end(errorText(null, { code, message }), status);
  const body = await readBody(request);
  if (body === undefined) return refuse(413, rpcCode.invalidRequest, 'The request is larger than 4 MiB.');
  let parsed: Json;
  try {
    parsed = JSON.parse(body);
  } catch {
    return refuse(400, rpcCode.parse, 'The body is not JSON.');
  }
  if (Array.isArray(parsed)) {
    if (parsed.length === 0 || parsed.length > 100)
      return refuse(400, rpcCode.invalidRequest, 'A batch holds 1 to 100 messages.');
    return serveLegacy(shared, arrival, parsed.map(readMessage), true);
  }
  const message = readMessage(parsed);
  if (message.kind === 'invalid')
    return createReply(response, false).end(
      errorText(message.id, { code: rpcCode.invalidRequest, message: message.why }),
      400,
    );
  if (
    message.kind === 'request' &&
    claimsModern(request.headers, message.request.params, message.request.method)
  )
    return serveModern(shared, arrival, message.request);
  if (message.kind === 'notification' && claimsModern(request.headers, message.params, message.method))
    return createReply(response, false).finish(202);
  return serveLegacy(shared, arrival, [message], false);
}

/** 401 that tells where the authorization server is found (RFC 9728 §5.1, MCP 2026-07-28 authorization). */
function challenge(response: ServerResponse, publicUrl: string, address: EndpointAddress): void {
  const metadata = new URL(`/.well-known/oauth-protected-resource/mcp/${address.projectSlug}`, publicUrl)
    .href;
  createReply(response, false, {
    'www-authenticate': `Bearer resource_metadata="${metadata}", scope="mcp"`,
  }).end(
    errorText(null, { code: rpcCode.invalidRequest, message: 'Sign in first: no valid access token.' }),
    401,
  );
}
