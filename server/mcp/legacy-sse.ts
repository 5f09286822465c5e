// HTTP+SSE of 2024-11-05: one stream for everything the server says, and an endpoint it names for what we say.

import type { ServerDescription } from '#shared/contract/catalogue.ts';
import type { JsonObject } from '#shared/json.ts';
import type { StopSignal } from '../platform/stop-signal.ts';
import { startDeadline } from './deadline.ts';
import { asNotSent, codeOf, upstreamErrors } from './errors.ts';
import { readEvents, type StreamEvent } from './event-stream.ts';
import { looksLikeHtml, statusError } from './exchange.ts';
import { subscribeAll } from './legacy-http.ts';
import {
  createWaitingRoom,
  initializeParams,
  otherRevision,
  readInitialized,
  tellCancelled,
} from './legacy-session.ts';
import { type Answer, type Message, parseResult, readMessages } from './message.ts';
import { resultOf } from './modern.ts';
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

/** An open stream with the place for our messages. */
interface Channel {
  endpoint: URL;
  pending: Map<number, { resolve: (answer: Answer) => void; reject: (error: unknown) => void }>;
  /** Set once the stream has ended. */
  ended: boolean;
  close(): void;
}

export interface SseConnection {
  channel: Channel;
  server: ServerDescription;
}

interface OpenInput {
  deps: WireDeps;
  signal: StopSignal;
  onMessage: (message: Message) => void;
  onEnd: () => void;
}

/** Opens the stream and waits for its `endpoint` event, which must stay on the same origin (S06). */
async function openChannel({ deps, signal, onMessage, onEnd }: OpenInput): Promise<Channel> {
  const url = new URL(deps.target.url);
  const { host } = url;
  const whole = new AbortController();
  const stop = (): void => whole.abort(signal.reason);
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  const answer = await deps.exchange({
    method: 'GET',
    url,
    headers: { accept: 'text/event-stream' },
    deadline: { signal: whole.signal, touch() {} },
    standing: true,
  });
  if (!answer.stream) {
    throw (
      statusError(url, answer) ??
      upstreamErrors.notMcp(host, looksLikeHtml(answer) ? 'it sent a web page' : 'it sent no event stream')
    );
  }
  const events = readEvents(host, answer.stream, deps.limits, {}, true);
  const first = await nextEvent(events, whole.signal);
  signal.removeEventListener('abort', stop);
  if (first?.type !== 'endpoint') {
    await events.return();
    throw upstreamErrors.notMcp(host, 'its event stream does not begin with an endpoint');
  }
  const endpoint = URL.parse(first.data, url);
  if (!endpoint || endpoint.origin !== url.origin || endpoint.username || endpoint.password) {
    await events.return();
    throw upstreamErrors.endpointRefused(host);
  }
  const channel: Channel = {
    endpoint,
    pending: new Map(),
    ended: false,
    close: () => whole.abort(upstreamErrors.closed(host)),
  };
  void pump({ deps, host, events, channel, onMessage, onEnd });
  return channel;
}

async function nextEvent(
  events: AsyncGenerator<StreamEvent, void>,
  signal: StopSignal,
): Promise<StreamEvent | undefined> {
  const aborted = Promise.withResolvers<never>();
  const stop = (): void => aborted.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const next = await Promise.race([events.next(), aborted.promise]);
    return next.done ? undefined : next.value;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

interface Pump extends Pick<OpenInput, 'deps' | 'onMessage' | 'onEnd'> {
  host: string;
  events: AsyncGenerator<StreamEvent, void>;
  channel: Channel;
}

/** Hands out what arrives until the stream ends; whoever still waits then is told that it was cut. */
async function pump({ deps, host, events, channel, onMessage, onEnd }: Pump): Promise<void> {
  try {
    for await (const event of events) {
      if (event.type !== 'message' || event.data === '') continue;
      for (const message of readMessages(host, event.data, deps.limits.depth)) {
        if (message.kind !== 'result' && message.kind !== 'error') {
          onMessage(message);
          continue;
        }
        const waiting = typeof message.id === 'number' ? channel.pending.get(message.id) : undefined;
        // Late and double answers find nobody.
        if (typeof message.id === 'number') channel.pending.delete(message.id);
        waiting?.resolve(message);
      }
    }
  } catch (error) {
    deps.log.debug('event stream broke', { host, code: codeOf(error) });
  }
  channel.ended = true;
  for (const { reject } of channel.pending.values()) reject(upstreamErrors.cut(host));
  channel.pending.clear();
  onEnd();
}

async function postMessage(
  deps: WireDeps,
  channel: Channel,
  body: string,
  deadline: Pick<Outgoing['deadline'], 'signal' | 'touch'>,
): Promise<void> {
  const answer = await deps.exchange({
    method: 'POST',
    url: channel.endpoint,
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body,
    deadline,
  });
  answer.stream?.destroy();
  const failed = statusError(channel.endpoint, answer);
  if (failed) throw failed;
}

/** Sends one request over a channel and waits for its answer on the stream. */
async function ask(
  deps: WireDeps,
  channel: Channel,
  id: number,
  body: string,
  deadline: Outgoing['deadline'],
) {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  if (channel.ended) throw upstreamErrors.cut(new URL(deps.target.url).host);
  channel.pending.set(id, { resolve, reject });
  const stop = (): void => reject(deadline.signal.reason);
  deadline.signal.addEventListener('abort', stop, { once: true });
  // A refused POST must not leave a rejection unheard.
  promise.catch(() => {});
  try {
    await postMessage(deps, channel, body, deadline);
    return await promise;
  } finally {
    channel.pending.delete(id);
    deadline.signal.removeEventListener('abort', stop);
  }
}

/** Opens the stream and introduces us. */
async function connect(input: OpenInput): Promise<SseConnection> {
  const { deps, signal } = input;
  const { host } = new URL(deps.target.url);
  const channel = await openChannel(input);
  const deadline = startDeadline(host, deps.limits, signal);
  const introduce = async (offer: string): Promise<JsonObject> => {
    const id = deps.nextId();
    const params = JSON.stringify(initializeParams(deps, offer));
    const body = `{"jsonrpc":"2.0","id":${id},"method":"initialize","params":${params}}`;
    return parseResult(resultOf(host, await ask(deps, channel, id, body, deadline)).text);
  };
  try {
    const result = await introduce(legacyRevisions[0]).catch((error: unknown) => {
      const other = otherRevision(error);
      if (other) return introduce(other);
      throw error;
    });
    const server = readInitialized(host, 'http+sse', result);
    await postMessage(deps, channel, '{"jsonrpc":"2.0","method":"notifications/initialized"}', deadline);
    return { channel, server };
  } catch (error) {
    channel.close();
    throw signal.aborted ? signal.reason : error;
  } finally {
    deadline.end();
  }
}

/** Connects now, and again whenever the stream has ended and somebody asks for something. */
export async function openSseWire(deps: WireDeps, signal: StopSignal): Promise<Wire> {
  const url = new URL(deps.target.url);
  const { host } = url;
  const watchers = new Set<{ input: WatchInput; end: () => void }>();
  const onMessage = (message: Message): void => {
    const change = changeOf(message);
    if (change) for (const { input } of watchers) input.onChange(change);
    else if (message.kind === 'request') void room.serve(message);
    else if (message.kind === 'notification') room.tellAll(message);
  };
  const onEnd = (): void => {
    for (const { end } of watchers) end();
  };
  const tell = async (message: JsonObject): Promise<void> => {
    const deadline = startDeadline(host, {
      idleMilliseconds: deps.limits.probeMilliseconds,
      totalMilliseconds: deps.limits.probeMilliseconds,
    });
    await postMessage(deps, current.channel, JSON.stringify(message), deadline).finally(deadline.end);
  };
  const room = createWaitingRoom(deps, tell);
  let current = await connect({ deps, signal, onMessage, onEnd });
  let reopening: Promise<SseConnection> | undefined;

  const living = async (): Promise<SseConnection> => {
    if (!current.channel.ended) return current;
    reopening ??= (async () => {
      const deadline = startDeadline(host, {
        idleMilliseconds: deps.limits.probeMilliseconds * 2,
        totalMilliseconds: deps.limits.probeMilliseconds * 2,
      });
      try {
        current = await connect({ deps, signal: deadline.signal, onMessage, onEnd });
        return current;
      } catch (error) {
        throw asNotSent(error);
      } finally {
        deadline.end();
        reopening = undefined;
      }
    })();
    return await reopening;
  };

  const send = async (request: Outgoing): Promise<ResultText> => {
    const { channel } = await living();
    const id = deps.nextId();
    room.join(id, request);
    const meta = request.options.onProgress ? `"progressToken":${id}` : '';
    const body = `{"jsonrpc":"2.0","id":${id},"method":${JSON.stringify(request.method)},"params":${composeParams(request, meta)}}`;
    try {
      return resultOf(host, await ask(deps, channel, id, body, request.deadline));
    } catch (error) {
      if (request.deadline.signal.aborted) tellCancelled(tell, id, error);
      throw error;
    } finally {
      room.leave(id);
    }
  };

  return {
    get server() {
      return current.server;
    },
    send,
    async watch(input) {
      await living();
      await subscribeAll({ deps, url, send }, input);
      input.onOpen();
      const { promise, resolve } = Promise.withResolvers<void>();
      const watcher = { input, end: resolve };
      watchers.add(watcher);
      input.signal.addEventListener('abort', () => resolve(), { once: true });
      if (current.channel.ended) resolve();
      await promise;
      watchers.delete(watcher);
      return true;
    },
    async close() {
      current.channel.close();
    },
  };
}
