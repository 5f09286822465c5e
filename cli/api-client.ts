// Calls Causeway by the same contract as the web app, with a personal access token.
import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { z } from 'zod';
import { AppError } from '#shared/app-error.ts';
import type { Endpoint } from '#shared/contract/endpoint.ts';
import { problem } from '#shared/contract/problem.ts';
import { causewayUnreachable, notCauseway } from './errors.ts';

interface Input {
  params?: Record<string, string>;
  query?: Record<string, unknown>;
  body?: unknown;
}

export type ApiClient = ReturnType<typeof createApiClient>;

export interface ApiClientOptions {
  /** Origin of Causeway. */
  url: string;
  token: string;
  fetch: typeof globalThis.fetch;
  signal: AbortSignal;
}

/** Every answer is checked against the contract; every failure is an AppError. */
export function createApiClient(options: ApiClientOptions) {
  return {
    url: options.url,

    /** Calls a JSON endpoint. */
    async call<R extends z.ZodType>(
      endpoint: Endpoint<z.ZodType, z.ZodType, z.ZodType, R>,
      input: Input = {},
    ) {
      const response = await send(options, endpoint, input, 'application/json');
      const json: unknown = await response.json().catch(() => undefined);
      return checked(options, endpoint, json);
    },

    /** Calls an `events` endpoint; ending the loop closes the request. */
    async *listen<R extends z.ZodType>(
      endpoint: Endpoint<z.ZodType, z.ZodType, z.ZodType, R>,
      input: Input = {},
    ): AsyncGenerator<z.output<R>, void, undefined> {
      const response = await send(options, endpoint, input, 'text/event-stream');
      if (!response.body) throw notCauseway(options.url, `${endpoint.id} has no body`);
      const events = response.body
        .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
        .pipeThrough(new EventSourceParserStream());
      for await (const { event, data } of events) {
        const json: unknown = JSON.parse(data);
        if (event === 'problem') throw new AppError({ ...problem.parse(json).error, status: 0 });
        yield checked(options, endpoint, json);
      }
    },
  };
}

async function send(
  { url, token, fetch, signal }: ApiClientOptions,
  endpoint: Pick<Endpoint, 'id' | 'method' | 'path'>,
  input: Input,
  accept: string,
): Promise<Response> {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(input.params?.[name] ?? ''),
  );
  const target = new URL(path, url);
  for (const [name, value] of Object.entries(input.query ?? {}))
    if (value !== undefined) target.searchParams.set(name, String(value));
  const hasBody = endpoint.method !== 'GET';
  let response: Response;
  try {
    response = await fetch(target, {
      method: endpoint.method,
      headers: {
        accept,
        ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
        ...(hasBody ? { 'content-type': 'application/json' } : {}),
      },
      body: hasBody ? JSON.stringify(input.body ?? {}) : null,
      redirect: 'error',
      signal,
    });
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw causewayUnreachable(url, cause);
  }
  if (response.ok) return response;
  const told = problem.safeParse(await response.json().catch(() => undefined));
  if (told.success) throw new AppError({ ...told.data.error, status: response.status });
  throw notCauseway(url, `${endpoint.id} answered HTTP ${response.status} without an explanation`);
}

function checked<R extends z.ZodType>(
  { url }: ApiClientOptions,
  endpoint: { id: string; response: R },
  json: unknown,
): z.output<R> {
  const parsed = endpoint.response.safeParse(json);
  if (!parsed.success) throw notCauseway(url, `${endpoint.id} has another shape`);
  return parsed.data;
}
