// Dates and names of the protocol, in one place.

/** The stateless revision that Causeway speaks first. */
export const modernRevision = '2026-07-28';
/** Revisions with `initialize`, newest first; the first is offered. */
export const legacyRevisions = ['2025-11-25', '2025-06-18', '2025-03-26', '2024-11-05'] as const;

export const metaKeys = {
  protocolVersion: 'io.modelcontextprotocol/protocolVersion',
  clientInfo: 'io.modelcontextprotocol/clientInfo',
  clientCapabilities: 'io.modelcontextprotocol/clientCapabilities',
  serverInfo: 'io.modelcontextprotocol/serverInfo',
  logLevel: 'io.modelcontextprotocol/logLevel',
} as const;

/** JSON-RPC error codes with a meaning of their own (2026-07-28 §basic#error-codes). */
export const rpcCodes = {
  methodNotFound: -32601,
  invalidParams: -32602,
  headerMismatch: -32020,
  missingCapability: -32021,
  unsupportedVersion: -32022,
} as const;

export const modernErrorCodes: readonly number[] = [
  rpcCodes.headerMismatch,
  rpcCodes.missingCapability,
  rpcCodes.unsupportedVersion,
];

export const tasksExtension = 'io.modelcontextprotocol/tasks';

export interface ClientInfo {
  name: string;
  title?: string;
  version: string;
}
