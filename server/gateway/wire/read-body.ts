import type { IncomingMessage } from 'node:http';

/** Largest request a client may send, bytes. */
export const maximumBodyBytes = 4 * 1024 * 1024;

/** Reads a whole body; `undefined` when it is larger than `maximum` bytes or the client went away. */
export function readBody(request: IncomingMessage, maximum = maximumBodyBytes): Promise<string | undefined> {
  return new Promise((resolve) => {
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > maximum) {
      request.resume();
      resolve(undefined);
      return;
    }
    let first: Buffer | undefined;
    let more: Buffer[] | undefined;
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > maximum) {
        request.removeAllListeners('data');
        request.resume();
        resolve(undefined);
        return;
      }
      if (first === undefined) first = chunk;
      else {
        more ??= [first];
        more.push(chunk);
      }
    });
    request.on('end', () =>
      resolve(more ? Buffer.concat(more).toString('utf8') : (first?.toString('utf8') ?? '')),
    );
    request.on('error', () => resolve(undefined));
    request.on('close', () => resolve(undefined));
  });
}
