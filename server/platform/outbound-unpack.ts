// Unpacks bodies of the fast lane; every byte that comes out is counted.
import { type Readable, Transform } from 'node:stream';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import { outboundErrors } from './outbound-errors.ts';
import type { OutboundLimits } from './outbound-limits.ts';

/** A whole body at once; `response_too_large` as soon as it grows past its cap. */
export async function unpackBody(
  encoding: string,
  packed: Buffer,
  host: string,
  limits: OutboundLimits,
): Promise<Buffer> {
  const options = { maxOutputLength: limits.responseBytes };
  try {
    if (encoding === 'br') return await promisify(zlib.brotliDecompress)(packed, options);
    if (encoding === 'zstd') return await promisify(zlib.zstdDecompress)(packed, options);
    if (encoding === 'deflate') return await promisify(zlib.inflate)(packed, options);
    return await promisify(zlib.gunzip)(packed, options);
  } catch (error) {
    if (error instanceof RangeError) throw outboundErrors.tooLarge(host, limits.responseBytes);
    throw outboundErrors.protocol(host, error);
  }
}

/** `source` unpacked and metered; an error of any part ends the last one. */
export function unpackStream(
  source: Readable,
  encoding: string,
  meter: (chunk: Uint8Array) => void,
): Readable {
  const unpacked =
    encoding === 'br'
      ? zlib.createBrotliDecompress()
      : encoding === 'zstd'
        ? zlib.createZstdDecompress()
        : encoding === 'deflate'
          ? zlib.createInflate()
          : zlib.createGunzip();
  const metered = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        meter(chunk);
        done(null, chunk);
      } catch (error) {
        done(error instanceof Error ? error : new Error('metering failed'));
      }
    },
  });
  source.on('error', (error) => metered.destroy(error));
  unpacked.on('error', (error) => metered.destroy(error));
  metered.on('close', () => {
    unpacked.destroy();
    source.destroy();
  });
  return source.pipe(unpacked).pipe(metered);
}
