// The answer to one POST: plain JSON when nothing is said before it, a stream of server-sent events otherwise.
import type { ServerResponse } from 'node:http';

export interface Reply {
  /** Says something before the answer: the first one turns the answer into a stream. False when the client cannot take one. */
  say(message: string): boolean;
  /** The last message. `status` counts only while nothing was said before. */
  end(message: string, status?: number): void;
  /** Ends without a JSON-RPC message: 202, 204, 405 … */
  finish(status: number, headers?: Record<string, string>): void;
  readonly ended: boolean;
}

/** Bytes waiting for a slow client after which messages that may be lost (progress, logs) are. */
const crowdedBytes = 256 * 1024;
/** Bytes waiting after which the client is given up. */
const drownedBytes = 8 * 1024 * 1024;

export const streamHeaders = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
} as const;

export function createReply(
  response: ServerResponse,
  acceptsStream: boolean,
  headers: Record<string, string> = {},
): Reply {
  let streaming = false;
  return {
    get ended() {
      return response.writableEnded || response.destroyed;
    },
    say(message) {
      if (!acceptsStream || response.writableEnded || response.destroyed) return false;
      if (!streaming) {
        streaming = true;
        response.writeHead(200, { ...streamHeaders, ...headers });
      }
      return writeEvent(response, message);
    },
    end(message, status = 200) {
      if (response.writableEnded || response.destroyed) return;
      if (streaming) {
        writeEvent(response, message, true);
        response.end();
        return;
      }
      response.writeHead(status, {
        ...headers,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(message),
      });
      response.end(message);
    },
    finish(status, more = {}) {
      if (response.writableEnded || response.destroyed) return;
      response.writeHead(status, { ...headers, ...more, 'content-length': '0' });
      response.end();
    },
  };
}

/** Writes one event; false when it was dropped because the client reads too slowly. */
export function writeEvent(
  response: ServerResponse,
  message: string,
  mustArrive = false,
  id?: string,
): boolean {
  if (response.writableLength > drownedBytes) {
    response.destroy();
    return false;
  }
  if (!mustArrive && response.writableLength > crowdedBytes) return false;
  response.write(`${id === undefined ? '' : `id: ${id}\n`}event: message\ndata: ${message}\n\n`);
  return true;
}
