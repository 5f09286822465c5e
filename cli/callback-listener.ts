// Waits on this machine for the browser to come back from a sign-in (RFC 8252 §7.3).
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

export interface CallbackListener {
  redirectUri: string;
  /** The address the browser came back with; undefined after `milliseconds`, or when interrupted. */
  next(milliseconds: number, interrupted: AbortSignal): Promise<URL | undefined>;
  close(): void;
}

export async function openCallbackListener(): Promise<CallbackListener> {
  let arrived: (url: URL) => void = () => {};
  const back = new Promise<URL>((resolve) => {
    arrived = resolve;
  });
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isOurs = url.pathname === '/oauth/callback/check';
    response.writeHead(isOurs ? 200 : 404, {
      'content-type': 'text/plain; charset=utf-8',
      'referrer-policy': 'no-referrer',
    });
    response.end(isOurs ? 'Causeway has the answer. You can close this page.\n' : 'Not found\n');
    if (isOurs) arrived(url);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    redirectUri: `http://127.0.0.1:${port}/oauth/callback/check`,
    next(milliseconds, interrupted) {
      const late = pause(milliseconds, undefined, { signal: interrupted, ref: false }).catch(() => undefined);
      return Promise.race([back, late]);
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
