// What 2026-07-28 requires of every request: envelope in `_meta`, and headers that say the same as the body
// (Streamable HTTP, "Request metadata"). Errors carry the HTTP status they are answered with.
import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '#shared/json.ts';
import { isObject, objectOf, type RpcError, type RpcRequest, rpcCode } from './json-rpc.ts';

export const modernVersions: readonly string[] = ['2026-07-28'];
export const legacyVersions: readonly string[] = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'];

const meta = {
  version: 'io.modelcontextprotocol/protocolVersion',
  capabilities: 'io.modelcontextprotocol/clientCapabilities',
  client: 'io.modelcontextprotocol/clientInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
} as const;

export interface Envelope {
  protocolVersion: string;
  capabilities: JsonObject;
  clientName: string | undefined;
  logLevel: string | undefined;
}

/** Whether a message claims the stateless protocol: by its envelope, or by a header no older revision knows. */
export function claimsModern(headers: IncomingHttpHeaders, params: JsonObject, method: string): boolean {
  const said = headers['mcp-protocol-version'];
  if (isObject(params._meta) && params._meta[meta.version] !== undefined) return true;
  if (method === 'initialize' || headers['mcp-session-id'] !== undefined) return false;
  if (typeof said === 'string') return !legacyVersions.includes(said);
  return headers['mcp-method'] !== undefined || method === 'server/discover';
}

export type EnvelopeCheck = { ok: true; envelope: Envelope } | { ok: false; error: RpcError };

const refuse = (code: number, message: string, data?: unknown): EnvelopeCheck => ({
  ok: false,
  error: data === undefined ? { code, message } : { code, message, data },
});

/** All failures are answered with HTTP 400. */
export function checkEnvelope(headers: IncomingHttpHeaders, request: RpcRequest): EnvelopeCheck {
  const given = request.params._meta;
  const said = headers['mcp-protocol-version'];
  if (!isObject(given))
    return refuse(
      rpcCode.invalidParams,
      'Every request needs "_meta" with the protocol version and capabilities.',
    );
  const version = given[meta.version];
  if (typeof version !== 'string') return refuse(rpcCode.invalidParams, `"_meta" lacks "${meta.version}".`);
  if (said !== undefined && said !== version)
    return refuse(rpcCode.headerMismatch, `MCP-Protocol-Version says ${String(said)}, the body ${version}.`);
  if (!modernVersions.includes(version))
    return refuse(rpcCode.unsupportedVersion, `Protocol version ${version} is not supported.`, {
      supported: modernVersions,
      requested: version,
    });
  if (said === undefined)
    return refuse(rpcCode.headerMismatch, 'The header MCP-Protocol-Version is missing.');
  if (!isObject(given[meta.capabilities]))
    return refuse(rpcCode.invalidParams, `"_meta" lacks "${meta.capabilities}".`);
  const header = checkMethodHeaders(headers, request);
  if (header) return refuse(rpcCode.headerMismatch, header);
  const client = objectOf(given[meta.client]);
  const level = given[meta.logLevel];
  return {
    ok: true,
    envelope: {
      protocolVersion: version,
      capabilities: objectOf(given[meta.capabilities]),
      clientName: typeof client.name === 'string' ? client.name : undefined,
      logLevel: typeof level === 'string' ? level : undefined,
    },
  };
}

/** The member of `params` that `Mcp-Name` repeats. */
const nameOf: Record<string, string> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

function checkMethodHeaders(headers: IncomingHttpHeaders, request: RpcRequest): string | undefined {
  const method = headers['mcp-method'];
  if (method === undefined) return 'The header Mcp-Method is missing.';
  if (method !== request.method) return `Mcp-Method says ${String(method)}, the body ${request.method}.`;
  const member = nameOf[request.method];
  if (member === undefined) return undefined;
  const named = request.params[member];
  if (typeof named !== 'string') return undefined;
  const name = headers['mcp-name'];
  if (name === undefined) return 'The header Mcp-Name is missing.';
  if (decodeHeader(String(name)) !== named)
    return `Mcp-Name does not name what the body's "${member}" names.`;
  return undefined;
}

const encoded = /^=\?base64\?(.*)\?=$/;

/** Reads a header value that may be wrapped as `=?base64?…?=`; `undefined` when the base64 is not valid. */
export function decodeHeader(value: string): string | undefined {
  const match = encoded.exec(value);
  if (match?.[1] === undefined) return value;
  const bytes = Buffer.from(match[1], 'base64');
  return bytes.toString('base64') === match[1] ? bytes.toString('utf8') : undefined;
}

/**
 * Arguments that a tool wants as `Mcp-Param-*` headers too must be there, and equal
 * (MCP 2026-07-28, "Custom headers"). Answers what is wrong, or `undefined`.
 */
export function checkHeaderArguments(
  headers: IncomingHttpHeaders,
  headerArguments: ReadonlyMap<string, string>,
  given: JsonObject,
): string | undefined {
  for (const [header, argument] of headerArguments) {
    const said = headers[`mcp-param-${header}`];
    const value = given[argument];
    if (value === undefined || value === null) {
      if (said !== undefined) return `The header Mcp-Param-${header} has no argument "${argument}".`;
      continue;
    }
    if (said === undefined)
      return `The header Mcp-Param-${header} is missing for the argument "${argument}".`;
    if (decodeHeader(String(said)) !== String(value))
      return `The header Mcp-Param-${header} differs from the argument "${argument}".`;
  }
  return undefined;
}
