// What the revisions with `initialize` share over both of their transports: the first exchange, requests that
// the server sends to us, and who is waiting for what.
import type { ServerDescription } from '#shared/contract/catalogue.ts';
import type { Json, JsonObject } from '#shared/json.ts';
import { codeOf, rpcErrorOf, upstreamErrors } from './errors.ts';
import type { Message } from './message.ts';
import { legacyRevisions, rpcCodes } from './revisions.ts';
import type { ServerRequest } from './upstream.ts';
import { createNotificationSink, describeServer, type Outgoing, type WireDeps, wasOffered } from './wire.ts';

/** Declared once for a whole session; a request that cannot answer questions answers them with *cancel*. */
export const sessionCapabilities: JsonObject = { elicitation: { form: {}, url: {} } };

export const initializeParams = (deps: WireDeps, revision: string): JsonObject => ({
  protocolVersion: revision,
  capabilities: sessionCapabilities,
  clientInfo: { ...deps.clientInfo },
});

/** Reads the answer to `initialize`; throws `upstream_version_mismatch` for a revision nobody here speaks. */
export function readInitialized(
  host: string,
  transport: ServerDescription['transport'],
  result: JsonObject,
): ServerDescription {
  const revision = result.protocolVersion;
  if (typeof revision !== 'string' || !(legacyRevisions as readonly string[]).includes(revision)) {
    throw upstreamErrors.versionMismatch(host, [String(revision)]);
  }
  return describeServer({ era: 'legacy', protocolVersion: revision, transport }, result);
}

/** A revision to try after the server named those it has; undefined when there is none in common. */
export function otherRevision(error: unknown): string | undefined {
  const data = rpcErrorOf(error)?.data as { supported?: unknown } | undefined;
  const offered = Array.isArray(data?.supported) ? data.supported : [];
  return legacyRevisions.slice(1).find((revision) => offered.includes(revision));
}

/** The old way to cancel: closing the stream alone says nothing (2025-11-25, cancellation). Nobody waits for it. */
export function tellCancelled(
  tell: (message: JsonObject) => Promise<void>,
  requestId: number,
  error: unknown,
): void {
  const params = { requestId, reason: codeOf(error) ?? 'cancelled' };
  void tell({ jsonrpc: '2.0', method: 'notifications/cancelled', params }).catch(() => {});
}

export interface Waiting {
  request: Outgoing;
  notify: ReturnType<typeof createNotificationSink>;
}

/** Who is waiting, so that messages on shared streams find their request. */
export function createWaitingRoom(deps: WireDeps, reply: (message: JsonObject) => Promise<void>) {
  const waiting = new Map<number, Waiting>();

  const answerFor = async (asked: ServerRequest, owner: Waiting | undefined): Promise<JsonObject> => {
    const { request } = owner ?? {};
    const answer = request?.options.onServerRequest;
    const offered = request?.options.clientCapabilities ?? sessionCapabilities;
    if (!answer || !wasOffered(asked.method, offered)) {
      if (asked.method === 'elicitation/create') return { action: 'cancel' };
      throw new Error('not offered');
    }
    const resume = request.deadline.pause();
    try {
      return await answer(asked);
    } finally {
      resume();
    }
  };

  /** Answers a request of the server. `owner`: whose stream it came on; else whoever can answer and has waited longest. */
  const serve = async (message: Extract<Message, { kind: 'request' }>, owner?: Waiting): Promise<void> => {
    const { id, method, params } = message;
    const answer = (body: JsonObject) => reply({ jsonrpc: '2.0', id, ...body });
    try {
      if (method === 'ping') return await answer({ result: {} });
      const anybody = [...waiting.values()].find(({ request }) => request.options.onServerRequest);
      const asked = { key: typeof id === 'string' ? id : JSON.stringify(id satisfies Json), method, params };
      await answer({ result: await answerFor(asked, owner ?? anybody) });
    } catch (error) {
      deps.log.debug('a request of the server was not answered', { method, error: String(error) });
      const refused = { code: rpcCodes.methodNotFound, message: `${method} is not available here` };
      await answer({ error: refused }).catch(() => {});
    }
  };

  return {
    join(id: number, request: Outgoing): Waiting {
      const entry = { request, notify: createNotificationSink(id, request) };
      waiting.set(id, entry);
      return entry;
    },
    leave: (id: number) => waiting.delete(id),
    serve,
    /** A notification that came on a stream of nobody in particular. */
    tellAll(message: Extract<Message, { kind: 'notification' }>): void {
      for (const { notify } of waiting.values()) notify(message);
    },
  };
}

export type WaitingRoom = ReturnType<typeof createWaitingRoom>;
