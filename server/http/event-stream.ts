// An async generator as server-sent events: one `data:` line of JSON per value, a comment now and then to keep it open.
import type { Log } from '../platform/log.ts';
import { renderError } from './errors.ts';

export interface EventStreamOptions {
  heartbeatMilliseconds: number;
  /** Ends the generator's work; called when the client goes away. */
  abort: () => void;
  check: (value: unknown) => void;
  log: Log;
}

/** How long the status line waits for the first value, so that an early failure can still have its status. */
const firstValueMilliseconds = 3000;
const encoder = new TextEncoder();

/**
 * A failure before the first value rejects, so that it becomes a plain answer with its status;
 * a later one becomes an event named `problem`, in the shape of every problem, and ends the stream.
 */
export async function eventStream(
  values: AsyncIterable<unknown>,
  options: EventStreamOptions,
): Promise<Response> {
  const iterator = values[Symbol.asyncIterator]();
  const first = iterator.next();
  await settledOrLate(first, firstValueMilliseconds);
  return new Response(streamOf(iterator, first, options), {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    },
  });
}

/** Rejects when `promise` does so in time. */
async function settledOrLate(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
  promise.catch(() => {});
}

function streamOf(
  iterator: AsyncIterator<unknown>,
  first: Promise<IteratorResult<unknown>>,
  options: EventStreamOptions,
): ReadableStream<Uint8Array> {
  let next: Promise<IteratorResult<unknown>> | undefined = first;
  let heartbeat: NodeJS.Timeout | undefined;
  let gone = false;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(': open\n\n'));
        heartbeat = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(': still here\n\n'));
        }, options.heartbeatMilliseconds);
        heartbeat.unref();
      },
      async pull(controller) {
        const send = (text: string): void => {
          if (!gone) controller.enqueue(encoder.encode(text));
        };
        const end = (): void => {
          clearInterval(heartbeat);
          if (!gone) controller.close();
          gone = true;
        };
        try {
          const result = await (next ?? iterator.next());
          next = undefined;
          if (result.done) return end();
          options.check(result.value);
          send(`data: ${JSON.stringify(result.value)}\n\n`);
        } catch (error) {
          send(`event: problem\ndata: ${JSON.stringify(renderError(error, options.log).body)}\n\n`);
          end();
        }
      },
      cancel() {
        gone = true;
        clearInterval(heartbeat);
        options.abort();
        // Not awaited: the generator may be in the middle of a call that has yet to notice.
        iterator.return?.().catch(() => {});
      },
    },
    { highWaterMark: 16 },
  );
}
