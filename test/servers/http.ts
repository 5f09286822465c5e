// The HTTP side of a test server: records what arrives, checks its sign-in, can cut connections.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { JsonObject } from '#shared/json.ts';
import type { RecordedCall, ServerSpec } from './spec.ts';

export type Answerer = (
  request: IncomingMessage,
  response: ServerResponse,
  body: JsonObject | undefined,
) => void | Promise<void>;

export interface HttpSide {
  origin: string;
  hostPort: string;
  calls: RecordedCall[];
  count(method: string): number;
  cutConnections(): void;
  close(): Promise<void>;
}

const parse = (text: string): JsonObject | undefined => {
  try {
    return JSON.parse(text) as JsonObject;
  } catch {
    return undefined;
  }
};

/** Listens on 127.0.0.1 on a free port; `answer` gets each request after it was recorded and let in. */
export async function listen(answer: Answerer, auth?: ServerSpec['auth']): Promise<HttpSide> {
  const calls: RecordedCall[] = [];
  const sockets = new Set<Socket>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return;
    }
    const text = chunks.length > 0 ? Buffer.concat(chunks).toString() : undefined;
    const body = text === undefined ? undefined : parse(text);
    const call: RecordedCall = {
      verb: request.method ?? '',
      path: request.url ?? '',
      headers: request.headers,
      ...(text === undefined ? {} : { text }),
      ...(body ? { body } : {}),
      ...(typeof body?.method === 'string' ? { method: body.method } : {}),
      closed: false,
    };
    calls.push(call);
    response.on('finish', () => {
      call.status = response.statusCode;
    });
    response.on('close', () => {
      call.closed = true;
    });
    if (auth && request.headers[auth.header.toLowerCase()] !== auth.value) {
      response.writeHead(401, { 'www-authenticate': auth.challenge ?? 'Bearer' });
      response.end();
      return;
    }
    try {
      await answer(request, response, body);
    } catch (error) {
      if (!response.headersSent) response.writeHead(500);
      response.end(String(error));
    }
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cutConnections = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    hostPort: `127.0.0.1:${port}`,
    calls,
    count: (method) => calls.filter((call) => call.method === method).length,
    cutConnections,
    async close() {
      cutConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
