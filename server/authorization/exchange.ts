// Sends one request of a sign-in or a check and keeps what a report may show of it.
import type { Exchange } from '#shared/contract/connection-check.ts';
import type { OutboundFetch, OutboundInit } from '../platform/outbound-fetch.ts';
import type { SignInSettings } from './model.ts';
import { classifyNetworkError, type NetworkFailure } from './network-failure.ts';
import { redactBody, redactHeaders, redactUrl } from './redact.ts';

/** An answer read whole; `json` is undefined when the text is not JSON. */
export interface Answer {
  url: string;
  status: number;
  headers: Headers;
  text: string;
  json: unknown;
}

export type Sent = { answer: Answer } | { network: NetworkFailure };

export interface Wire {
  /** Sends and reads the whole answer, or the first event that holds a JSON-RPC message. Never throws. */
  send(url: string, init?: OutboundInit): Promise<Sent>;
  /** The same in the shape that oauth4webapi takes; throws `NetworkTrouble`. */
  fetch(url: string, init?: OutboundInit): Promise<Response>;
  /** Everything sent since the last call of this. */
  take(): Exchange[];
}

/** Thrown through libraries that expect a rejecting fetch; caught again by the step. */
export class NetworkTrouble extends Error {
  readonly failure: NetworkFailure;
  constructor(failure: NetworkFailure) {
    super(failure.message);
    this.name = 'NetworkTrouble';
    this.failure = failure;
  }
}

const answerBytes = 1_000_000;
const limits = {
  connectMilliseconds: 10_000,
  firstByteMilliseconds: 15_000,
  totalMilliseconds: 20_000,
  responseBytes: answerBytes,
};

/** `certificateAuthority`: PEM of a private authority; `pool`: whose connections these are. Both for every request. */
export function createWire(
  fetch: OutboundFetch,
  options: Pick<SignInSettings, 'certificateAuthority'> & { pool?: string; signal?: AbortSignal } = {},
): Wire {
  let exchanges: Exchange[] = [];
  async function send(url: string, init: OutboundInit = {}): Promise<Sent> {
    const started = performance.now();
    const sentHeaders = new Headers(init.headers);
    const body = bodyText(init.body);
    const entry: Exchange = {
      sent: {
        method: init.method ?? 'GET',
        url: redactUrl(url),
        headers: redactHeaders(sentHeaders),
        ...(body !== undefined && { body: redactBody(body) }),
      },
      milliseconds: 0,
    };
    exchanges.push(entry);
    try {
      const response = await fetch(url, {
        ...init,
        redirect: 'manual',
        limits: { ...limits, ...init.limits },
        ...(options.certificateAuthority && { certificateAuthority: options.certificateAuthority }),
        ...(options.pool && { pool: options.pool }),
        // The person chose http, or it is this machine; endpoints found on the way are checked before they are asked.
        plainHttp: url.startsWith('http:'),
        signal: init.signal ?? options.signal ?? null,
      });
      const text = await readAnswer(response);
      entry.received = {
        status: response.status,
        headers: redactHeaders(response.headers),
        body: redactBody(text),
      };
      return {
        answer: { url, status: response.status, headers: response.headers, text, json: parse(text) },
      };
    } catch (error) {
      const network = classifyNetworkError(error, url);
      entry.error = network.message;
      return { network };
    } finally {
      entry.milliseconds = Math.round(performance.now() - started);
    }
  }
  return {
    send,
    async fetch(url, init) {
      const sent = await send(url, init);
      if ('network' in sent) throw new NetworkTrouble(sent.network);
      const { status, headers, text } = sent.answer;
      return new Response([204, 205, 304].includes(status) ? null : text, { status, headers });
    },
    take() {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
  };
}

function bodyText(body: OutboundInit['body']): string | undefined {
  if (typeof body === 'string') return body;
  return body instanceof URLSearchParams ? body.toString() : undefined;
}

/** The text of an answer; of an event stream the data of the first JSON-RPC answer, then it is closed. */
async function readAnswer(response: Response): Promise<string> {
  const isEvents = /^text\/event-stream/i.test(response.headers.get('content-type') ?? '');
  if (!isEvents || !response.body) return response.text();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  try {
    while (text.length < answerBytes) {
      const { value, done } = await reader.read();
      if (done) break;
      text += value;
      const data = firstMessage(text);
      if (data !== undefined) return data;
      if (/^event:\s*endpoint\s*$/m.test(text) && /\n\r?\n/.test(text)) break;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
  return text;
}

/** Data of the first complete event that is a JSON-RPC response. */
export function firstMessage(stream: string): string | undefined {
  for (const event of stream.split(/\r?\n\r?\n/).slice(0, -1)) {
    const data = event
      .split(/\r?\n/)
      .filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5).replace(/^ /, ''))
      .join('\n');
    const json = parse(data);
    if (typeof json === 'object' && json !== null && ('result' in json || 'error' in json)) return data;
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
