// Listeners that must not be reached, and servers whose every byte is kept.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';

export interface Canary {
  port: number;
  /** Connections so far. */
  contacts(): number;
  close(): Promise<void>;
}

/** Counts connections on one address of this machine. */
export async function startCanary(address = '127.0.0.1'): Promise<Canary> {
  let contacts = 0;
  const server = createTcpServer((socket) => {
    contacts++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return {
    port: (server.address() as AddressInfo).port,
    contacts: () => contacts,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

export interface RecordingServer {
  url: string;
  host: string;
  port: number;
  requests: { method: string; url: string; headers: IncomingMessage['headers']; body: string }[];
  close(): Promise<void>;
}

/** A web server that keeps what it got before `respond` answers. */
export async function startRecorder(
  respond: RequestListener,
  address = '127.0.0.1',
): Promise<RecordingServer> {
  const requests: RecordingServer['requests'] = [];
  const server: Server = createServer((request, response) => {
    const entry = {
      method: request.method ?? '',
      url: request.url ?? '',
      headers: request.headers,
      body: '',
    };
    requests.push(entry);
    request.on('data', (chunk: Buffer) => {
      entry.body += chunk.toString();
    });
    respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  const port = (server.address() as AddressInfo).port;
  return {
    url: `http://${address}:${port}/`,
    host: `${address}:${port}`,
    port,
    requests,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** A raw TCP server, for answers that are not proper HTTP or come slowly. */
export async function startRaw(
  serve: (socket: Socket) => void,
): Promise<{ url: string; host: string; closed(): number; close(): Promise<void> }> {
  let closed = 0;
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => closed++);
    socket.on('error', () => {});
    socket.resume();
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/`,
    host,
    closed: () => closed,
    close() {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
