// Server-sent events of one answer, each as its JSON text, within caps.
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { createParser } from 'eventsource-parser';
import { upstreamErrors } from './errors.ts';
import type { UpstreamLimits } from './limits.ts';

export interface StreamEvent {
  /** `message` unless the server says otherwise. */
  type: string;
  id: string | undefined;
  /** Empty for an event that only primes resumption (2025-11-25). */
  data: string;
}

export interface StreamState {
  lastEventId?: string;
  /** Wait before resuming, as the server asked; milliseconds. */
  retryMilliseconds?: number;
}

const standingWindow = 10_000;

/**
 * Yields events until the server ends the stream; a stream that breaks throws. `state` is kept up to date
 * for resumption. A `standing` stream lives long, so its caps hold for ten seconds at a time. Throws `upstream_garbage` past the caps on bytes, line length and events; closing the
 * iterator closes the connection.
 */
export async function* readEvents(
  host: string,
  stream: Readable,
  limits: Pick<UpstreamLimits, 'answerBytes' | 'lineBytes' | 'events'>,
  state: StreamState = {},
  standing = false,
): AsyncGenerator<StreamEvent, void, undefined> {
  let ready: StreamEvent[] = [];
  let tooLong = false;
  const parser = createParser({
    maxBufferSize: limits.lineBytes,
    onEvent: ({ event, id, data }) => ready.push({ type: event ?? 'message', id, data }),
    onId: (id) => {
      state.lastEventId = id;
    },
    onRetry: (milliseconds) => {
      state.retryMilliseconds = milliseconds;
    },
    onError: (error) => {
      if (error.type === 'max-buffer-size-exceeded') tooLong = true;
    },
  });
  const decoder = new StringDecoder('utf8');
  let bytes = 0;
  let events = 0;
  let since = performance.now();
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (standing && performance.now() - since > standingWindow) {
        since = performance.now();
        bytes = events = 0;
      }
      bytes += chunk.byteLength;
      if (bytes > limits.answerBytes) throw upstreamErrors.garbage(host, 'an event stream without end');
      parser.feed(decoder.write(chunk));
      if (tooLong) throw upstreamErrors.garbage(host, 'an event stream with a line without end');
      events += ready.length;
      if (events > limits.events) throw upstreamErrors.garbage(host, 'a flood of events');
      const batch = ready;
      ready = [];
      yield* batch;
    }
  } finally {
    stream.destroy();
  }
}
