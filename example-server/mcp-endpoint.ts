// `/mcp`: 2026-07-28 without sessions and older revisions with them, from one URL.
import { randomUUID } from 'node:crypto';
import {
  type AuthInfo,
  createMcpHandler,
  isLegacyRequest,
  type McpServer,
  WebStandardStreamableHTTPServerTransport,
} from '@modelcontextprotocol/server';
import type { SkillCatalog } from '@modelcontextprotocol/server/ext/skills';
import { buildServer } from './build-server.ts';
import type { Office } from './office.ts';
import { createTaskDesk } from './tasks.ts';
import { followSeason } from './tools/season.ts';

export type Eras = 'both' | 'modern' | 'legacy';

interface Session {
  transport: WebStandardStreamableHTTPServerTransport;
  server: McpServer;
  /** Who opened it; a session id alone lets nobody in. */
  owner: string;
  stopFollowing: () => void;
}

/** More sessions than this and the oldest one ends. */
const maximumSessions = 500;

/** Serves MCP requests that already passed the sign-in; `authInfo` says who asks. */
export function createMcpEndpoint(eras: Eras, office: Office, skills: SkillCatalog) {
  const modern = createMcpHandler(({ era }) => buildServer(era, office, skills), { legacy: 'reject' });
  const desk = createTaskDesk();
  const sessions = createSessions(office, skills);
  const stopFollowing = office.harbour.onChange((change) => {
    if (change.kind === 'tools') modern.notify.toolsChanged();
    else modern.notify.resourceUpdated(change.uri);
  });

  return {
    async fetch(request: Request, authInfo?: AuthInfo): Promise<Response> {
      const options = authInfo ? { authInfo } : {};
      if (eras === 'legacy') return sessions.fetch(request, authInfo);
      if (await isLegacyRequest(request.clone()))
        return eras === 'both' ? sessions.fetch(request, authInfo) : modern.fetch(request, options);
      const parsed: unknown = await request
        .clone()
        .json()
        .catch(() => undefined);
      if (isTaskRequest(parsed)) {
        const answer = desk.answer(parsed, authInfo);
        if (answer) return answer;
      }
      return modern.fetch(request, options);
    },
    async close(): Promise<void> {
      stopFollowing();
      await modern.close();
      await sessions.close();
    },
    /** For tests: ends every session as a restart would. */
    forgetSessions: () => sessions.close(),
  };
}

function isTaskRequest(
  value: unknown,
): value is { jsonrpc: '2.0'; id: string | number; method: string; params?: Record<string, unknown> } {
  return typeof value === 'object' && value !== null && 'method' in value && 'id' in value;
}

function createSessions(office: Office, skills: SkillCatalog) {
  const sessions = new Map<string, Session>();
  const ownerOf = (authInfo?: AuthInfo): string =>
    String(authInfo?.extra?.subject ?? authInfo?.clientId ?? '');

  const end = async (id: string): Promise<void> => {
    const session = sessions.get(id);
    if (!session) return;
    sessions.delete(id);
    session.stopFollowing();
    await session.server.close();
  };

  const open = async (owner: string): Promise<Session> => {
    const server = buildServer('legacy', office, skills);
    const transport = new WebStandardStreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: async (id) => {
        sessions.set(id, session);
        const [oldest] = sessions.keys();
        if (sessions.size > maximumSessions && oldest) await end(oldest);
      },
      onsessionclosed: (id) => end(id),
    });
    const session: Session = { transport, server, owner, stopFollowing: followHarbour(server, office) };
    await server.connect(transport);
    return session;
  };

  return {
    async fetch(request: Request, authInfo?: AuthInfo): Promise<Response> {
      const id = request.headers.get('mcp-session-id');
      const known = id === null ? undefined : sessions.get(id);
      const options = authInfo ? { authInfo } : {};
      if (known && known.owner === ownerOf(authInfo)) return known.transport.handleRequest(request, options);
      if (id !== null)
        return Response.json(
          { jsonrpc: '2.0', id: null, error: { code: -32001, message: 'Session not found' } },
          { status: 404 },
        );
      const session = await open(ownerOf(authInfo));
      const response = await session.transport.handleRequest(request, options);
      // Anything but `initialize` opened no session: the transport has refused it already.
      if (session.transport.sessionId === undefined) {
        session.stopFollowing();
        await session.server.close();
      }
      return response;
    },
    async close(): Promise<void> {
      for (const id of [...sessions.keys()]) await end(id);
    },
  };
}

/** Subscriptions and list changes of one session. */
function followHarbour(server: McpServer, office: Office): () => void {
  const watched = new Set<string>();
  server.server.setRequestHandler('resources/subscribe', ({ params }) => {
    watched.add(params.uri);
    return {};
  });
  server.server.setRequestHandler('resources/unsubscribe', ({ params }) => {
    watched.delete(params.uri);
    return {};
  });
  const stopSeason = followSeason(server, office);
  const stopResources = office.harbour.onChange((change) => {
    if (change.kind === 'resource' && watched.has(change.uri))
      server.server.sendResourceUpdated({ uri: change.uri }).catch(() => {});
  });
  return () => {
    stopSeason();
    stopResources();
  };
}
