// JSON-RPC 2.0 as MCP uses it: shapes, error codes, and messages composed as text.
import type { Json, JsonObject } from '#shared/json.ts';

export type RequestId = string | number;

export interface RpcRequest {
  id: RequestId;
  method: string;
  params: JsonObject;
}

export interface RpcError {
  code: number;
  message: string;
  data?: unknown;
}

/** What a method answers: the result as JSON text, passed on unread where it can be, or an error. */
export type Answer = { result: string } | { error: RpcError };

/** Error codes of JSON-RPC 2.0 and of MCP 2026-07-28, "Error codes". */
export const rpcCode = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  headerMismatch: -32020,
  missingClientCapability: -32021,
  unsupportedVersion: -32022,
} as const;

export const resultText = (id: RequestId, result: string): string =>
  `{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`;

export const errorText = (id: RequestId | null, error: RpcError): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error });

export const notificationText = (method: string, params: JsonObject): string =>
  JSON.stringify({ jsonrpc: '2.0', method, params });

export const answerText = (id: RequestId, answer: Answer): string =>
  'result' in answer ? resultText(id, answer.result) : errorText(id, answer.error);

export const failure = (code: number, message: string, data?: unknown): Answer => ({
  error: data === undefined ? { code, message } : { code, message, data },
});

/** What one POST body holds, after it was parsed. */
export type Incoming =
  | { kind: 'request'; request: RpcRequest }
  | { kind: 'notification'; method: string; params: JsonObject }
  | { kind: 'response'; id: RequestId; result?: JsonObject; error?: RpcError }
  | { kind: 'invalid'; id: RequestId | null; why: string };

/** Reads one message; MCP allows string and whole-number ids only. */
export function readMessage(value: Json): Incoming {
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    return { kind: 'invalid', id: null, why: 'The body is not one JSON-RPC message.' };
  const id = typeof value.id === 'string' || Number.isSafeInteger(value.id) ? (value.id as RequestId) : null;
  if (value.jsonrpc !== '2.0') return { kind: 'invalid', id, why: 'The "jsonrpc" member must be "2.0".' };
  const params = isObject(value.params) ? value.params : value.params === undefined ? {} : undefined;
  if (typeof value.method === 'string') {
    if (params === undefined) return { kind: 'invalid', id, why: '"params" must be an object.' };
    if (id !== null) return { kind: 'request', request: { id, method: value.method, params } };
    if (value.id === undefined) return { kind: 'notification', method: value.method, params };
    return { kind: 'invalid', id, why: '"id" must be a string or a whole number.' };
  }
  if (id !== null && isObject(value.error)) return { kind: 'response', id, error: readError(value.error) };
  if (id !== null && isObject(value.result)) return { kind: 'response', id, result: value.result };
  return { kind: 'invalid', id, why: 'The message is no request, notification or response.' };
}

function readError(error: JsonObject): RpcError {
  return {
    code: typeof error.code === 'number' ? error.code : rpcCode.internal,
    message: typeof error.message === 'string' ? error.message : 'Error without a message',
    ...(error.data === undefined ? {} : { data: error.data }),
  };
}

export const isObject = (value: unknown): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

export const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {});
