// The protected MCP endpoint of both eras: just enough of the protocol to be listed and called.
import type { JsonObject } from '#shared/json.ts';
import { type Addresses, type Arrived, type Instead, made, type OAuthPlan } from './plan.ts';

export interface TokenBook {
  /** Scopes of a living access token for this resource; undefined: not good. */
  scopesOf(token: string): string[] | undefined;
}

export function answerMcp(plan: OAuthPlan, at: Addresses, book: TokenBook, request: Arrived): Instead {
  if (plan.mcp) return made(plan.mcp, at);
  const scopes = plan.isProtected ? admitted(plan, at, book, request) : [];
  if (!Array.isArray(scopes)) return scopes;
  if (request.method === 'GET')
    return plan.era === 'http+sse'
      ? { type: 'text/event-stream', body: 'event: endpoint\ndata: /messages\n\n' }
      : { status: 405 };
  if (request.method === 'DELETE') return { status: 405 };
  if (plan.era === 'http+sse') return { status: 405 };
  const message = JSON.parse(request.body) as { id?: number; method: string; params?: { name?: string } };
  if (message.id === undefined) return { status: 202 };
  const missing = lacking(plan, scopes, message);
  if (missing) {
    const challenge = `Bearer error="insufficient_scope", scope="${missing}", resource_metadata="${at.mcp}/.well-known/oauth-protected-resource/mcp"`;
    return { status: 403, headers: { 'www-authenticate': challenge } };
  }
  return reply(plan, at, { ...message, id: message.id });
}

function lacking(plan: OAuthPlan, scopes: string[], message: { method: string; params?: { name?: string } }) {
  const needed = message.method === 'tools/call' ? plan.needs[message.params?.name ?? ''] : plan.demands;
  return plan.isProtected && needed && !needed.split(' ').every((scope) => scopes.includes(scope))
    ? needed
    : undefined;
}

function admitted(plan: OAuthPlan, at: Addresses, book: TokenBook, request: Arrived): string[] | Instead {
  const token = /^(?:Bearer|DPoP) (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const scopes = token === undefined || plan.rejectsTokens ? undefined : book.scopesOf(token);
  if (scopes) return scopes;
  if (token === undefined && plan.stranger) return made(plan.stranger, at);
  const usual = `Bearer resource_metadata="${at.mcp}/.well-known/oauth-protected-resource/mcp"`;
  const challenge = plan.challenge === undefined ? usual : made(plan.challenge, at);
  const invalid = token === undefined ? '' : ', error="invalid_token"';
  return {
    status: 401,
    ...(challenge !== null && {
      headers: { 'www-authenticate': challenge + (plan.challenge ? '' : invalid) },
    }),
  };
}

function reply(
  plan: OAuthPlan,
  at: Addresses,
  message: { id: number; method: string; params?: { name?: string } },
): Instead {
  const modern = plan.era === 'modern';
  const cache = modern ? { ttlMs: 0, cacheScope: 'private', resultType: 'complete' } : {};
  const serverInfo = { name: 'harbour', version: '1' };
  const capabilities = { tools: {} };
  const results: Record<string, JsonObject | undefined> = {
    'server/discover': modern
      ? {
          supportedVersions: ['2026-07-28'],
          capabilities,
          serverInfo,
          ...cache,
          _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo },
        }
      : undefined,
    initialize: modern ? undefined : { protocolVersion: '2025-11-25', capabilities, serverInfo },
    'tools/list': { tools: plan.tools, ...cache },
    'tools/call': {
      content: [{ type: 'text', text: `called ${message.params?.name}` }],
      ...(modern && { resultType: 'complete' }),
    },
  };
  if (message.method === 'tools/list' && plan.list) {
    const list = made(plan.list, at);
    if (!('result' in list)) return list;
    results['tools/list'] = list.result;
  }
  const result = results[message.method];
  return result
    ? { body: JSON.stringify({ jsonrpc: '2.0', id: message.id, result }) }
    : {
        status: modern ? 404 : 400,
        body: JSON.stringify({
          jsonrpc: '2.0',
          id: message.id,
          error: { code: -32601, message: 'Method not found' },
        }),
      };
}
