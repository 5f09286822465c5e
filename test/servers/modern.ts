// A server of revision 2026-07-28, made with the official SDK.
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, inputRequired, isLegacyRequest, Server } from '@modelcontextprotocol/server';
import type { JsonObject } from '#shared/json.ts';
import type { Answerer } from './http.ts';
import { type Offer, RpcError } from './offer.ts';
import type { ToolSpec } from './spec.ts';

class InputNeeded extends Error {
  readonly key: string;
  readonly params: JsonObject;
  constructor(key: string, params: JsonObject) {
    super('input needed');
    this.key = key;
    this.params = params;
  }
}

export interface Changes {
  changeTools(change: (tools: ToolSpec[]) => ToolSpec[]): void;
}

function serverOf(offer: Offer, changes: Changes, cancelled: string[]): Server {
  const { spec } = offer;
  const server = new Server(
    { name: spec.name ?? 'test-server', version: spec.version ?? '1.0.0' },
    {
      capabilities: offer.capabilities as never,
      ...(spec.instructions ? { instructions: spec.instructions } : {}),
    },
  );
  server.fallbackRequestHandler = async (request, context) => {
    const params = (request.params ?? {}) as JsonObject;
    const mcp = context.mcpReq;
    const noteCancel = () => cancelled.push(String(params.name));
    mcp.signal.addEventListener('abort', noteCancel, { once: true });
    try {
      return (await offer.answer(request.method, params, {
        signal: mcp.signal,
        async progress(progress, total, message) {
          const progressToken = mcp._meta?.progressToken;
          if (progressToken === undefined) return;
          await mcp.notify({
            method: 'notifications/progress',
            params: { progressToken, progress, ...(total === undefined ? {} : { total }), message },
          });
        },
        log: (level, data) => mcp.log(level as 'info', data),
        async ask(key, asked) {
          const answer = mcp.inputResponses?.[key];
          if (answer === undefined) throw new InputNeeded(key, asked);
          return answer as JsonObject;
        },
        changeTools: changes.changeTools,
      })) as never;
    } catch (error) {
      if (error instanceof InputNeeded) {
        return inputRequired({
          inputRequests: {
            [error.key]:
              error.params.mode === 'url'
                ? inputRequired.elicitUrl(error.params as never)
                : inputRequired.elicit(error.params as never),
          },
          requestState: `state-${error.key}`,
        }) as never;
      }
      throw error instanceof RpcError ? error : new RpcError(-32603, String(error));
    } finally {
      mcp.signal.removeEventListener('abort', noteCancel);
    }
  };
  return server;
}

/** Answers modern requests; with `legacy`, hands requests of older revisions over to it. */
export function modernSide(offer: Offer, changes: Changes, cancelled: string[], legacy?: Answerer) {
  const handler = createMcpHandler(() => serverOf(offer, changes, cancelled), { legacy: 'reject' });
  const node = toNodeHandler(handler);
  const answer: Answerer = async (request, response, body) => {
    if (legacy) {
      const probe = new Request('http://127.0.0.1/', {
        method: request.method ?? 'GET',
        headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      if (await isLegacyRequest(probe)) return await legacy(request, response, body);
    }
    await node(request, response, body);
  };
  return {
    answer,
    toolsChanged: () => handler.notify.toolsChanged(),
    resourceUpdated: (uri: string) => handler.notify.resourceUpdated(uri),
    close: () => handler.close(),
  };
}
