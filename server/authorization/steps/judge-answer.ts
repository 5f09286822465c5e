// Names why an HTTP answer is not what a server of the protocol sends.
import type { Answer } from '../exchange.ts';
import type { Failure } from '../step.ts';

export function isHtml({ headers, text }: Answer): boolean {
  return (
    /^text\/html|application\/xhtml/i.test(headers.get('content-type') ?? '') ||
    /^\s*<(!doctype|html|head|body)/i.test(text)
  );
}

/** Seconds of `Retry-After`, either form; undefined when absent or broken. */
export function retryAfterOf(headers: Headers, now = Date.now()): number | undefined {
  const text = headers.get('retry-after');
  if (!text) return undefined;
  const seconds = /^\d{1,7}$/.test(text) ? Number(text) : (Date.parse(text) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds), 86_400) : undefined;
}

type Reason = Pick<Failure, 'cause' | 'message'> & { transient?: boolean; retryAfter?: number };

export function whyUnusable(answer: Answer): Reason | undefined {
  const { status, json, headers, url } = answer;
  const host = new URL(url).host;
  const place = `${host}${new URL(url).pathname}`;
  if (status >= 300 && status < 400) return { cause: 'redirected', message: whereTo(answer, host) };
  if (status === 403) return { cause: 'access_forbidden', message: `${host} refused the request (403).` };
  if ([408, 425, 429].includes(status)) {
    const retryAfter = retryAfterOf(headers);
    const wait = retryAfter === undefined ? '' : ` and to wait ${Math.ceil(retryAfter)} s`;
    return {
      cause: 'rate_limited',
      message: `${host} asks to slow down${wait} (${status}).`,
      transient: true,
      ...(retryAfter !== undefined && { retryAfter }),
    };
  }
  if (status >= 500)
    return {
      cause: 'server_error',
      message: `${host} answered ${status}, an error of its own.`,
      transient: true,
    };
  if (status === 404 || status === 405 || status === 410)
    return { cause: 'wrong_path', message: `There is no MCP server at ${place} (${status}).` };
  if (isHtml(answer))
    return {
      cause: 'web_page_instead',
      message: `${place} sent a web page instead of an MCP answer (${status}).`,
    };
  if (/^text\/event-stream/i.test(headers.get('content-type') ?? '') && json === undefined)
    return {
      cause: 'event_stream_instead',
      message: `${place} opened an event stream that holds no answer.`,
    };
  if (json === undefined)
    return {
      cause: 'answer_not_json',
      message: `${place} answered ${status} with something that is not JSON.`,
    };
  return judgeJson(json, status, place);
}

function judgeJson(json: unknown, status: number, place: string): Reason | undefined {
  const message = json as {
    jsonrpc?: unknown;
    error?: { message?: unknown; code?: unknown };
    result?: { protocolVersion?: unknown };
  };
  if (typeof message !== 'object' || message === null || message.jsonrpc !== '2.0') {
    const error = typeof message === 'object' && message !== null && 'error' in message;
    return status === 200 && error
      ? {
          cause: 'error_in_success',
          message: `${place} answered 200 with an error inside: ${inside(message.error)}.`,
        }
      : { cause: 'not_mcp', message: `${place} answers JSON, but not JSON-RPC 2.0 (${status}).` };
  }
  if (message.error)
    return status === 200
      ? {
          cause: 'error_in_success',
          message: `${place} answered 200 with an error inside: ${inside(message.error)}.`,
        }
      : { cause: 'not_mcp', message: `${place} refused to start (${status}): ${inside(message.error)}.` };
  const version = message.result?.protocolVersion;
  if (typeof version === 'string')
    return {
      cause: 'version_not_supported',
      message: `${place} speaks MCP ${version.slice(0, 40)}, which Causeway does not.`,
    };
  return { cause: 'not_mcp', message: `${place} answers JSON-RPC, but not as an MCP server.` };
}

function inside(error: unknown): string {
  const text = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof text === 'string' ? `“${plainText(text, 160)}”` : 'an error without words';
}

/** Text of a server for a sentence of ours: one line, no markup, no direction marks, cut. */
export function plainText(text: string, most: number): string {
  const plain = text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, ' ')
    .replace(/[<>]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
}

function whereTo({ headers, url, status }: Answer, host: string): string {
  const location = headers.get('location');
  const target = location && URL.canParse(location, url) ? new URL(location, url) : undefined;
  return target
    ? `${host} sends to ${target.origin}${target.pathname} (${status}); Causeway did not follow.`
    : `${host} sends elsewhere without saying where (${status}).`;
}
