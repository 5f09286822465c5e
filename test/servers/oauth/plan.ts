// An OAuth-protected MCP server with its authorization server, described as data; every part can be broken.
import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '#shared/json.ts';

export interface Arrived {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** Form or JSON parameters, and the query. */
  parameters: Record<string, string>;
  body: string;
}

/** A whole answer in the place of the right one. */
export interface Instead {
  status?: number;
  type?: string;
  headers?: Record<string, string>;
  body?: string;
  /** `reset`: the socket is closed; `hang`: nothing ever comes. */
  socket?: 'reset' | 'hang';
}

/** Fields laid over a JSON document; `undefined` takes one away. */
export type Patch = Record<string, unknown>;

export interface Addresses {
  /** Origin of the MCP server, of its authorization server, and the MCP endpoint. */
  mcp: string;
  issuer: string;
  url: string;
}

type Made<T> = T | ((at: Addresses) => T);

export interface OAuthPlan {
  era: 'modern' | 'legacy' | 'http+sse';
  /** The MCP endpoint answers this, whatever is asked. */
  mcp?: Made<Instead>;
  /** Without a token the MCP endpoint answers this. */
  stranger?: Made<Instead>;
  /** `WWW-Authenticate` of the 401; null: none. */
  challenge?: Made<string | null>;
  /** False: no token is asked for. */
  isProtected: boolean;
  resource: Made<Instead | { patch: Patch }>;
  metadata: Made<Instead | { patch: Patch }>;
  /** Path of the issuer, such as `/tenant`. */
  issuerPath: string;
  register?: Made<Instead>;
  authorize: {
    /** `iss` of the answer; `right` by default, null: none. */
    iss?: Made<string | null>;
    /** Instead of a code. */
    error?: Patch;
    /** Page instead of a redirect. */
    page?: Instead;
    dropCode?: boolean;
    state?: string;
  };
  token?: Made<Instead>;
  tokenPatch?: Patch;
  refresh?: Made<Instead>;
  /** Seconds; of access tokens. */
  lifetime: number;
  rotates: boolean;
  givesRefreshToken: boolean;
  /** The MCP endpoint takes no token at all. */
  rejectsTokens: boolean;
  /** Tool name → scopes it needs; refused with 403 insufficient_scope. */
  needs: Record<string, string>;
  /** The MCP endpoint demands these of every request with a token. */
  demands?: string;
  /** Grants what is asked; false: only the first scope. */
  grantsAll: boolean;
  tools: JsonObject[];
  list?: Made<Instead | { result: JsonObject }>;
  revocation: boolean;
}

export const honestPlan: OAuthPlan = {
  era: 'modern',
  isProtected: true,
  resource: { patch: {} },
  metadata: { patch: {} },
  issuerPath: '',
  authorize: {},
  lifetime: 3600,
  rotates: true,
  givesRefreshToken: true,
  rejectsTokens: false,
  needs: {},
  grantsAll: true,
  tools: [{ name: 'look', description: 'Looks', inputSchema: { type: 'object' } }],
  revocation: true,
};

export const made = <T>(value: Made<T>, at: Addresses): T =>
  typeof value === 'function' ? (value as (at: Addresses) => T)(at) : value;
