// The typed client of the contract: every answer is checked against the schema the server promised.
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { z } from 'zod';
import type { Endpoint } from '#shared/contract/endpoint.ts';
import { addressOf } from './address.ts';
import { answerNotUnderstood, causewayUnreachable, errorFromResponse } from './errors.ts';

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

interface LooseInput {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

async function send(
  endpoint: Pick<Endpoint, 'id' | 'method' | 'path'>,
  input: LooseInput,
  accept: string,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const address = addressOf(
    endpoint,
    (input.params ?? {}) as Record<string, unknown>,
    (input.query ?? {}) as Record<string, unknown>,
  );
  const hasBody = input.body !== undefined || endpoint.method !== 'GET';
  let response: Response;
  try {
    response = await fetch(address, {
      method: endpoint.method,
      headers: { accept, ...(hasBody ? { 'content-type': 'application/json' } : {}) },
      body: hasBody ? JSON.stringify(input.body ?? {}) : null,
      credentials: 'same-origin',
      signal: signal ?? null,
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw causewayUnreachable(error);
  }
  if (!response.ok) throw await errorFromResponse(response, endpoint.id);
  return response;
}

/** Calls an endpoint and returns its checked answer. Throws AppError. */
export async function call<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  endpoint: Endpoint<P, Q, B, R>,
  input: CallInput<P, Q, B>,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<z.output<R>> {
  const response = await send(endpoint, input, 'application/json', options.signal);
  let json: unknown;
  try {
    json = await response.json();
  } catch (error) {
    if (options.signal?.aborted) throw error;
    throw answerNotUnderstood(endpoint.id, 'not JSON');
  }
  const parsed = endpoint.response.safeParse(json);
  if (!parsed.success) throw answerNotUnderstood(endpoint.id, parsed.error.message);
  return parsed.data;
}

/** Calls an endpoint that answers with server-sent events and yields each, checked. Closing the loop closes the request. */
export async function* listen<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(
  endpoint: Endpoint<P, Q, B, R>,
  input: CallInput<P, Q, B>,
  options: { signal?: AbortSignal | undefined; onOpen?: () => void } = {},
): AsyncGenerator<z.output<R>, void, undefined> {
  const closing = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, closing.signal]) : closing.signal;
  try {
    const response = await send(endpoint, input, 'text/event-stream', signal);
    if (response.body === null) throw answerNotUnderstood(endpoint.id, 'no body');
    options.onOpen?.();
    const events = response.body
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
      .pipeThrough(new EventSourceParserStream());
    const reader = events.getReader();
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => {
        throw signal.aborted ? error : causewayUnreachable(error);
      });
      if (done) return;
      if (value.data === '') continue;
      const parsed = endpoint.response.safeParse(JSON.parse(value.data));
      if (!parsed.success) throw answerNotUnderstood(endpoint.id, parsed.error.message);
      yield parsed.data;
    }
  } finally {
    closing.abort();
  }
}
