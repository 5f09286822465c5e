// The socket: opened before anything else, so that a taken port ends the start early and port 0 is known in time.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { AppError } from '#shared/app-error.ts';
import { countedAddress, noteClientAddress } from '../platform/client-address.ts';

export interface Listener {
  port: number;
  /** Until this, requests are answered 503. */
  serve(fetch: (request: Request) => Response | Promise<Response>, options: ServeOptions): void;
  /** Takes no new connections, waits for answers in progress up to `graceMilliseconds`, then ends the rest. */
  close(graceMilliseconds: number): Promise<void>;
}

export interface ServeOptions {
  behindProxy: boolean;
  /** Served on the socket itself, before all else; answers false for a request that is not its own. */
  first?: (request: IncomingMessage, response: ServerResponse) => boolean;
}

export async function openListener(host: string, port: number): Promise<Listener> {
  const server = createServer({
    // Slow or endless headers and bodies free their socket.
    headersTimeout: 20_000,
    requestTimeout: 120_000,
    keepAliveTimeout: 65_000,
    maxHeaderSize: 32 * 1024,
  });
  const starting: Parameters<Server['on']>[1] = (_request, response) => {
    response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' });
    response.end('Causeway is starting.\n');
  };
  server.on('request', starting);
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    serve(fetch, { behindProxy, first }) {
      const answer = getRequestListener(
        (request, { incoming }) => {
          const forwarded = request.headers.get('x-forwarded-for');
          noteClientAddress(request, countedAddress(incoming.socket.remoteAddress, forwarded, behindProxy));
          return fetch(request);
        },
        { overrideGlobalObjects: false },
      );
      server.off('request', starting);
      server.on('request', (request, response) => {
        if (!first?.(request, response)) void answer(request, response);
      });
    },
    async close(graceMilliseconds) {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // A kept-alive connection becomes idle only when its last answer is out, which may be later.
      const tidy = setInterval(() => server.closeIdleConnections(), 50);
      const late = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
      await closed;
      clearInterval(tidy);
      clearTimeout(late);
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(host, port, cause)));
    server.listen(port, host, resolve);
  });
}

function cannotListen(host: string, port: number, cause: NodeJS.ErrnoException): AppError {
  const taken = cause.code === 'EADDRINUSE';
  return new AppError({
    code: 'cannot_listen',
    status: 500,
    message: taken
      ? `Port ${port} on ${host} is taken by another program; perhaps Causeway runs already.`
      : `Causeway cannot listen on ${host} port ${port}: ${cause.message}.`,
    fix: taken
      ? 'Stop the other program, or choose a port: npm start -- --port 4181.'
      : 'Choose another CAUSEWAY_HOST or CAUSEWAY_PORT.',
    cause,
  });
}
