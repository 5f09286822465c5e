// Reads one JSON-RPC message from its text; the result of an answer stays text.
import type { Json, JsonObject } from '#shared/json.ts';
import { type RpcError, upstreamErrors } from './errors.ts';
import { type ScanResult, type Span, scanObject } from './json-scan.ts';

export type Message =
  | { kind: 'result'; id: Json | undefined; text: string; resultType: string }
  | { kind: 'error'; id: Json | undefined; error: RpcError }
  | { kind: 'request'; id: Json; method: string; params: JsonObject }
  | { kind: 'notification'; method: string; params: JsonObject };

export type Answer = Extract<Message, { kind: 'result' | 'error' }>;

const reasons: Record<Extract<ScanResult, { ok: false }>['reason'], string> = {
  'not-json': 'what should be JSON is not',
  'not-object': 'a JSON-RPC message must be an object',
  'too-deep': 'it is nested too deep',
  'key-twice': 'it holds a key twice and could be read in two ways',
};

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Throws `upstream_garbage` for anything that is no JSON-RPC 2.0 message (§basic#messages). */
export function readMessage(host: string, text: string, maxDepth: number): Message {
  const found = scanObject(text, { maxDepth, inside: 'result' });
  if (!found.ok) throw upstreamErrors.garbage(host, reasons[found.reason]);
  const { members, inner } = found;
  const value = (span: Span | undefined): Json | undefined =>
    span && (JSON.parse(text.slice(span.start, span.end)) as Json);
  const id = value(members.get('id'));
  if (value(members.get('jsonrpc')) !== '2.0') {
    throw upstreamErrors.garbage(host, 'the answer is JSON, but not JSON-RPC 2.0');
  }

  const result = members.get('result');
  const error = members.get('error');
  const method = members.get('method');
  if (method) {
    const name = value(method);
    const params = value(members.get('params')) ?? {};
    if (typeof name !== 'string' || !isObject(params)) {
      throw upstreamErrors.garbage(host, 'a request without a method name or with odd parameters');
    }
    if (id === undefined) return { kind: 'notification', method: name, params };
    return { kind: 'request', id, method: name, params };
  }
  if (result && error) throw upstreamErrors.garbage(host, 'both a result and an error');
  if (error) return { kind: 'error', id, error: readError(host, value(error)) };
  if (!result || !inner) throw upstreamErrors.garbage(host, 'neither a result object nor an error');

  const type = value(inner.get('resultType')) ?? 'complete';
  if (typeof type !== 'string') throw upstreamErrors.garbage(host, 'a result of no known kind');
  return { kind: 'result', id, text: text.slice(result.start, result.end), resultType: type };
}

function readError(host: string, error: Json | undefined): RpcError {
  if (!isObject(error) || typeof error.code !== 'number') {
    throw upstreamErrors.garbage(host, 'an error without a code');
  }
  const message = typeof error.message === 'string' ? error.message : '';
  return { code: error.code, message, ...('data' in error ? { data: error.data } : {}) };
}

/** Several messages of one body: revision 2025-03-26 may send them as an array. */
export function readMessages(host: string, text: string, maxDepth: number): Message[] {
  if (!/^\s*\[/.test(text)) return [readMessage(host, text, maxDepth)];
  // Depth first: the members of an array are not scanned one by one.
  const wrapped = scanObject(`{"batch":${text}}`, { maxDepth: maxDepth + 2 });
  if (!wrapped.ok) throw upstreamErrors.garbage(host, reasons[wrapped.reason]);
  const batch = JSON.parse(text) as Json[];
  return batch.map((item) => readMessage(host, JSON.stringify(item), maxDepth));
}

/** A result as an object, exactly as it was sent. */
export const parseResult = (text: string): JsonObject => JSON.parse(text) as JsonObject;
