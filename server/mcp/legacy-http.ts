// Streamable HTTP of 2025-03-26 to 2025-11-25: sessions, a stream for each answer and one for the rest, resumption.

import { setTimeout as pause } from 'node:timers/promises';
import type { ServerDescription } from '#shared/contract/catalogue.ts';
import type { JsonObject } from '#shared/json.ts';
import { asAbortSignal, type StopSignal } from '../platform/stop-signal.ts';
import { startDeadline } from './deadline.ts';
import { asNotSent, codeOf, upstreamErrors } from './errors.ts';
import { readEvents, type StreamState } from './event-stream.ts';
import { statusError } from './exchange.ts';
import { headerOf, type LaneAnswer } from './lane.ts';
import {
  createWaitingRoom,
  initializeParams,
  otherRevision,
  readInitialized,
  tellCancelled,
  type Waiting,
  type WaitingRoom,
} from './legacy-session.ts';
import { type Answer, type Message, parseResult, readMessages } from './message.ts';
import { resultOf } from './modern.ts';
import { jsonRpcError, readAnswer } from './read-answer.ts';
import { legacyRevisions } from './revisions.ts';
import {
  changeOf,
  composeParams,
  type Outgoing,
  type ResultText,
  type WatchInput,
  type Wire,
  type WireDeps,
} from './wire.ts';

interface Session {
  id: string | undefined;
  server: ServerDescription;
}

const postHeaders = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
};
/** The 2025-03-26 revision has no such header yet; sending it does no harm. */
const sessionHeaders = (session: Session): Record<string, string> => ({
  'mcp-protocol-version': session.server.protocolVersion,
  ...(session.id === undefined ? {} : { 'mcp-session-id': session.id }),
});

/** POSTs `initialize`; `offer` is the revision to ask for. Used by negotiation and for every new session. */
export async function initializeHttp(
  deps: WireDeps,
  signal: StopSignal,
  offer: string = legacyRevisions[0],
): Promise<Session> {
  const url = new URL(deps.target.url);
  const id = deps.nextId();
  const deadline = { signal, touch() {} };
  const params = JSON.stringify(initializeParams(deps, offer));
  const answer = await deps.exchange({
    method: 'POST',
    url,
    headers: postHeaders,
    body: `{"jsonrpc":"2.0","id":${id},"method":"initialize","params":${params}}`,
    deadline,
  });
  const found = await readAnswer({ url, answer, id, limits: deps.limits, onMessage() {} });
  let result: JsonObject;
  try {
    result = parseResult(resultOf(url.host, found).text);
  } catch (error) {
    const other = offer === legacyRevisions[0] ? otherRevision(error) : undefined;
    if (other) return await initializeHttp(deps, signal, other);
    throw error;
  }
  const session: Session = {
    id: headerOf(answer.headers, 'mcp-session-id') ?? undefined,
    server: readInitialized(url.host, 'streamable-http', result),
  };
  const told = await deps.exchange({
    method: 'POST',
    url,
    headers: { ...postHeaders, ...sessionHeaders(session) },
    body: '{"jsonrpc":"2.0","method":"notifications/initialized"}',
    deadline,
  });
  told.stream?.destroy();
  return session;
}

/** A server that forgot our session says 404; some say 400 and mean the same. Nothing was run in either case. */
function isSessionLost(answer: LaneAnswer, session: Session, deps: WireDeps, host: string): boolean {
  if (session.id === undefined || answer.stream) return false;
  if (answer.status === 404) return true;
  if (answer.status !== 400) return false;
  const error = jsonRpcError(host, answer.body.toString('utf8'), deps.limits)?.error;
  return error !== undefined && /session/i.test(error.message);
}

export function createLegacyHttpWire(deps: WireDeps, first: Session): Wire {
  const url = new URL(deps.target.url);
  const { host } = url;
  let session = first;
  let renewing: Promise<void> | undefined;

  /** Opens one new session for everybody who found `lost` gone (R06). */
  const renew = async (lost: Session): Promise<void> => {
    if (session !== lost) return;
    renewing ??= (async () => {
      const deadline = startDeadline(host, {
        idleMilliseconds: deps.limits.probeMilliseconds * 2,
        totalMilliseconds: deps.limits.probeMilliseconds * 2,
      });
      try {
        session = await initializeHttp(deps, deadline.signal);
        deps.log.info('session opened again', { host });
      } catch (error) {
        throw asNotSent(deadline.signal.aborted ? deadline.signal.reason : error);
      } finally {
        deadline.end();
        renewing = undefined;
      }
    })();
    await renewing;
  };

  const post = async (body: string, at: Session, deadline: Pick<Outgoing['deadline'], 'signal' | 'touch'>) =>
    await deps.exchange({
      method: 'POST',
      url,
      headers: { ...postHeaders, ...sessionHeaders(at) },
      body,
      deadline,
    });

  const tell = async (message: JsonObject): Promise<void> => {
    const deadline = startDeadline(host, {
      idleMilliseconds: deps.limits.probeMilliseconds,
      totalMilliseconds: deps.limits.probeMilliseconds,
    });
    try {
      const answer = await post(JSON.stringify(message), session, deadline);
      answer.stream?.destroy();
    } finally {
      deadline.end();
    }
  };
  const room = createWaitingRoom(deps, tell);

  const exchangeOnce = async (request: Outgoing, id: number, entry: Waiting): Promise<Answer | 'lost'> => {
    const at = session;
    const meta = request.options.onProgress ? `"progressToken":${id}` : '';
    const body = `{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(request.method)},"params":${composeParams(request, meta)}}`;
    const answer = await post(body, at, request.deadline);
    if (isSessionLost(answer, at, deps, host)) {
      await renew(at);
      return 'lost';
    }
    const state: StreamState = {};
    const onMessage = (message: Message): void => {
      if (message.kind === 'notification') entry.notify(message);
      else if (message.kind === 'request') void room.serve(message, entry);
    };
    const found = await readOrResume({ deps, url, id, answer, state, at, request, onMessage });
    if (!found) throw upstreamErrors.cut(host);
    return found;
  };

  const send = async (request: Outgoing): Promise<ResultText> => {
    const id = deps.nextId();
    const entry = room.join(id, request);
    try {
      // Once again after a new session; a second loss is the server's fault.
      for (let tries = 0; tries < 2; tries++) {
        const found = await exchangeOnce(request, id, entry);
        if (found !== 'lost') return resultOf(host, found);
      }
      throw upstreamErrors.sessionLost(host);
    } catch (error) {
      if (request.deadline.signal.aborted) tellCancelled(tell, id, error);
      throw error;
    } finally {
      room.leave(id);
    }
  };

  return {
    get server() {
      return session.server;
    },
    send,
    watch: (input) => watchHttp({ deps, url, room, session: () => session, renew, send }, input),
    async close() {
      if (session.id === undefined) return;
      const deadline = startDeadline(host, { idleMilliseconds: 1_500, totalMilliseconds: 1_500 });
      try {
        const answer = await deps.exchange({
          method: 'DELETE',
          url,
          headers: sessionHeaders(session),
          deadline,
        });
        answer.stream?.destroy();
      } catch {
        // The server forgets the session by itself some day.
      } finally {
        deadline.end();
      }
    },
  };
}

interface ResumeInput {
  deps: WireDeps;
  url: URL;
  id: number;
  answer: LaneAnswer;
  state: StreamState;
  at: Session;
  request: Outgoing;
  onMessage: (message: Message) => void;
}

/** Reads the answer; a stream that broke or paused after an event with an id is taken up again (R05, SEP-1699). */
async function readOrResume(input: ResumeInput): Promise<Answer | undefined> {
  const { deps, url, id, state, at, request, onMessage } = input;
  let { answer } = input;
  for (let failures = 0; failures < 3; ) {
    const seen = state.lastEventId;
    try {
      const found = await readAnswer({ url, answer, id, limits: deps.limits, onMessage, state });
      if (found || state.lastEventId === undefined) return found;
    } catch (error) {
      if (request.deadline.signal.aborted) throw request.deadline.signal.reason;
      const broke = answer.stream && codeOf(error) !== 'upstream_garbage';
      if (!broke || state.lastEventId === undefined) throw error;
    }
    failures = state.lastEventId === seen ? failures + 1 : 0;
    const wait = Math.min(state.retryMilliseconds ?? 500, 30_000);
    await pause(wait, undefined, { signal: asAbortSignal(request.deadline.signal) }).catch(() => {
      throw request.deadline.signal.reason;
    });
    answer = await deps.exchange({
      method: 'GET',
      url,
      headers: {
        accept: 'text/event-stream',
        ...sessionHeaders(at),
        'last-event-id': state.lastEventId,
      },
      deadline: request.deadline,
    });
    if (!answer.stream) throw upstreamErrors.cut(url.host);
  }
  return undefined;
}

interface WatchSide {
  deps: WireDeps;
  url: URL;
  room: WaitingRoom;
  session: () => Session;
  renew: (lost: Session) => Promise<void>;
  send: (request: Outgoing) => Promise<ResultText>;
}

/** The server's own stream (GET) with change notifications; resources are subscribed one by one. */
async function watchHttp(side: WatchSide, input: WatchInput): Promise<boolean> {
  const { deps, url, room } = side;
  const at = side.session();
  const answer = await deps.exchange({
    method: 'GET',
    url,
    headers: { accept: 'text/event-stream', ...sessionHeaders(at) },
    deadline: { signal: input.signal, touch() {} },
    firstByteMilliseconds: deps.limits.idleMilliseconds,
    standing: true,
  });
  if (isSessionLost(answer, at, deps, url.host)) {
    await side.renew(at);
    throw upstreamErrors.cut(url.host);
  }
  if (!answer.stream) {
    const failed = statusError(url, answer);
    // 405 is how a server says that it has no such stream; other 4xx mean the same in the field.
    if (failed && answer.status >= 500) throw failed;
    return false;
  }
  const stream = answer.stream;
  await subscribeAll(side, input);
  input.onOpen();
  for await (const event of readEvents(url.host, stream, deps.limits, {}, true)) {
    if (event.data === '') continue;
    for (const message of readMessages(url.host, event.data, deps.limits.depth)) {
      const change = changeOf(message);
      if (change) input.onChange(change);
      else if (message.kind === 'request') void room.serve(message);
      else if (message.kind === 'notification') room.tellAll(message);
    }
  }
  return true;
}

/** `resources/subscribe` for each; a server that refuses one keeps the others. */
export async function subscribeAll(
  side: Pick<WatchSide, 'deps' | 'url' | 'send'>,
  input: WatchInput,
): Promise<void> {
  await Promise.all(
    input.resources.map(async (uri) => {
      const deadline = startDeadline(side.url.host, side.deps.limits, input.signal);
      try {
        await side.send({ method: 'resources/subscribe', params: { uri }, deadline, options: {} });
      } catch (error) {
        side.deps.log.debug('a resource could not be subscribed', { uri, code: codeOf(error) });
      } finally {
        deadline.end();
      }
    }),
  );
}
