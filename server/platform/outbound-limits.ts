// What one exchange may cost, counted after unpacking.
import type { AppError } from '#shared/app-error.ts';
import { outboundErrors } from './outbound-errors.ts';

/** What one outbound request may use; all enforced after decompression. */
export interface OutboundLimits {
  connectMilliseconds: number;
  firstByteMilliseconds: number;
  /** Whole exchange; a stream may ask for more with `totalMilliseconds: null` and is then bounded by its events. */
  totalMilliseconds: number | null;
  responseBytes: number;
  sseLineBytes: number;
  sseEvents: number;
}

export const defaultOutboundLimits: OutboundLimits = {
  connectMilliseconds: 5_000,
  firstByteMilliseconds: 30_000,
  totalMilliseconds: 120_000,
  responseBytes: 10 * 1024 * 1024,
  sseLineBytes: 1024 * 1024,
  sseEvents: 10_000,
};

const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/** Counts the bytes of one body as they come; throws the AppError of the first cap that is passed. */
export function createMeter(
  host: string,
  limits: OutboundLimits,
  eventStream: boolean,
): (chunk: Uint8Array) => void {
  let bytes = 0;
  let lineBytes = 0;
  let events = 0;
  let afterReturn = false;
  return (chunk) => {
    bytes += chunk.byteLength;
    if (bytes > limits.responseBytes) throw outboundErrors.tooLarge(host, limits.responseBytes);
    if (!eventStream) return;
    let from = 0;
    for (let at = 0; at < chunk.byteLength; at++) {
      const byte = chunk[at];
      if (byte !== lineFeed && byte !== carriageReturn) continue;
      // `\r\n` is one line end; the `\n` of it is no empty line.
      const second = byte === lineFeed && afterReturn && at === from && lineBytes === 0;
      lineBytes += at - from;
      from = at + 1;
      afterReturn = byte === carriageReturn;
      if (second) continue;
      if (lineBytes > limits.sseLineBytes) throw outboundErrors.lineTooLong(host, limits.sseLineBytes);
      // An empty line ends an event; comment-only blocks count as well, since they cost as much.
      if (lineBytes === 0 && ++events > limits.sseEvents)
        throw outboundErrors.tooManyEvents(host, limits.sseEvents);
      lineBytes = 0;
    }
    if (from < chunk.byteLength) afterReturn = false;
    lineBytes += chunk.byteLength - from;
    if (lineBytes > limits.sseLineBytes) throw outboundErrors.lineTooLong(host, limits.sseLineBytes);
  };
}

const supported = new Set(['', 'identity', 'gzip', 'x-gzip', 'deflate', 'br', 'zstd']);

/** The one encoding of a body (`''` for none). Throws for several layers or an unknown one. */
export function singleEncoding(host: string, header: string): string {
  const encoding = header.trim().toLowerCase();
  if (!supported.has(encoding)) throw outboundErrors.encoding(host, header);
  return encoding === 'identity' ? '' : encoding;
}

export interface Timers {
  headersCame(): void;
  end(): void;
}

/** The two clocks of an exchange; `onTimeout` is called at most once, with the error to end it with. */
export function startTimers(
  host: string,
  limits: OutboundLimits,
  onTimeout: (error: AppError) => void,
): Timers {
  const firstByte = setTimeout(
    () => onTimeout(outboundErrors.firstByteTimeout(host, limits.firstByteMilliseconds)),
    limits.firstByteMilliseconds,
  );
  const whole = limits.totalMilliseconds;
  const total =
    whole === null ? undefined : setTimeout(() => onTimeout(outboundErrors.totalTimeout(host, whole)), whole);
  return {
    headersCame: () => clearTimeout(firstByte),
    end() {
      clearTimeout(firstByte);
      clearTimeout(total);
    },
  };
}
