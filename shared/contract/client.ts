// The client of the contract, for the web app and the command line: every answer is checked against the
// schema that the server promised, and every failure is an AppError.
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { z } from 'zod';
import { AppError } from '../app-error.ts';
import { addressOf } from './address.ts';
import type { Endpoint } from './endpoint.ts';
import { problem } from './problem.ts';

type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { [N in Name]?: undefined }
  : Record<string, never> extends Value
    ? { [N in Name]?: Value }
    : undefined extends Value
      ? { [N in Name]?: Value }
      : { [N in Name]: Value };

/** `params`, `query` and `body` of an endpoint; those without required fields may be left out. */
export type CallInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Part<
  'params',
  z.input<P>
> &
  Part<'query', z.input<Q>> &
  Part<'body', z.input<B>>;

/** How a client reaches Causeway, and how it says that it could not. */
export interface Transport {
  /** Origin of Causeway; empty for the page's own. */
  origin: string;
  fetch: (address: string, init: RequestInit) => Promise<Response>;
  /** Sent with every request. */
  headers: Record<string, string>;
  /** Ends every request. */
  signal?: AbortSignal;
  /** Makes the error of a request that never got an answer. */
  unreachable(cause: unknown): AppError;
  /** Makes the error of an answer that is not what the contract says; `what` ends the sentence. */
  notUnderstood(endpointId: string, what: string): AppError;
  /** Makes the error of a refusal without an explanation. */
  unexplained(endpointId: string, status: number, body: string): AppError;
}

interface Options {
  signal?: AbortSignal | undefined;
}

interface LooseInput {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

export type ContractClient = ReturnType<typeof createContractClient>;

export function createContractClient(transport: Transport) {
  return {
    /** Calls an endpoint and returns its checked answer. Throws AppError. */
    async call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
      endpoint: Endpoint<P, Q, B, R>,
      input: CallInput<P, Q, B>,
      options: Options = {},
    ): Promise<z.output<R>> {
      const signal = either(transport.signal, options.signal);
      const response = await send(transport, endpoint, input, 'application/json', signal);
      const text = await response.text().catch((error: unknown) => {
        throw signal?.aborted ? error : transport.unreachable(error);
      });
      return checked(transport, endpoint, text);
    },

    /**
     * Calls an endpoint that answers with server-sent events and yields each, checked.
     * Ending the loop closes the request; a `problem` event ends it with that AppError.
     */
    async *listen<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
      endpoint: Endpoint<P, Q, B, R>,
      input: CallInput<P, Q, B>,
      options: Options & { onOpen?: () => void } = {},
    ): AsyncGenerator<z.output<R>, void, undefined> {
      const closing = new AbortController();
      const signal = AbortSignal.any(
        [transport.signal, options.signal, closing.signal].filter((each) => each !== undefined),
      );
      try {
        const response = await send(transport, endpoint, input, 'text/event-stream', signal);
        if (response.body === null) throw transport.notUnderstood(endpoint.id, 'no body');
        options.onOpen?.();
        const reader = eventsOf(response.body).getReader();
        for (;;) {
          const { done, value } = await reader.read().catch((error: unknown) => {
            throw signal.aborted ? error : transport.unreachable(error);
          });
          if (done) return;
          if (value.data === '') continue;
          if (value.event === 'problem')
            throw problemIn(value.data, 0) ?? transport.unexplained(endpoint.id, 0, value.data);
          yield checked(transport, endpoint, value.data);
        }
      } finally {
        closing.abort();
      }
    },
  };
}

const either = (a: AbortSignal | undefined, b: AbortSignal | undefined): AbortSignal | undefined =>
  a && b ? AbortSignal.any([a, b]) : (a ?? b);

const eventsOf = (body: ReadableStream<Uint8Array<ArrayBuffer>>) =>
  body
    .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    .pipeThrough(new EventSourceParserStream());

async function send(
  transport: Transport,
  endpoint: Pick<Endpoint, 'id' | 'method' | 'path'>,
  input: LooseInput,
  accept: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const hasBody = endpoint.method !== 'GET';
  let response: Response;
  try {
    response = await transport.fetch(`${transport.origin}${addressOf(endpoint, input)}`, {
      method: endpoint.method,
      headers: { ...transport.headers, accept, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
      body: hasBody ? JSON.stringify(input.body ?? {}) : null,
      credentials: 'same-origin',
      redirect: 'error',
      signal: signal ?? null,
    });
  } catch (error) {
    throw signal?.aborted ? error : transport.unreachable(error);
  }
  if (response.ok) return response;
  const text = await response.text().catch(() => '');
  throw problemIn(text, response.status) ?? transport.unexplained(endpoint.id, response.status, text);
}

function checked<R extends z.ZodType>(
  transport: Transport,
  endpoint: { id: string; response: R },
  text: string,
): z.output<R> {
  const json = parsedJson(text);
  if (json === undefined) throw transport.notUnderstood(endpoint.id, 'not JSON');
  const parsed = endpoint.response.safeParse(json);
  if (!parsed.success) throw transport.notUnderstood(endpoint.id, parsed.error.message);
  return parsed.data;
}

/** The one error shape of the API, if that is what stands there. */
function problemIn(text: string, status: number): AppError | undefined {
  const told = problem.safeParse(parsedJson(text));
  return told.success ? new AppError({ ...told.data.error, status }) : undefined;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
