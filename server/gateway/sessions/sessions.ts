// Sessions of clients of 2025-11-25 and older. A session id names a session, it never proves who asks.

import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { JsonObject } from '#shared/json.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Stop } from '../../platform/stop-signal.ts';
import type { GatewayPrincipal } from '../principal.ts';
import type { RequestId } from '../wire/json-rpc.ts';

export interface Session {
  id: string;
  personId: string;
  clientId: string;
  /** Path of the endpoint it was opened on; it is good for no other. */
  path: string;
  protocolVersion: string;
  capabilities: JsonObject;
  clientName: string | undefined;
  /** `logging/setLevel`; until then the level we choose. */
  logLevel: string;
  /** The stream of GET, where server messages outside of an answer go. */
  stream: ServerResponse | undefined;
  running: Map<RequestId, Stop>;
  /** Our requests to the client that wait for its response, by our id. */
  asked: Map<RequestId, { resolve: (result: JsonObject) => void; reject: (why: Error) => void }>;
  /** Stops of what it subscribed to, by URI. */
  watched: Map<string, () => void>;
  /** Stops of everything that lasts as long as the session. */
  stops: (() => void)[];
  lastUsedAt: number;
}

export interface Sessions {
  open(
    principal: GatewayPrincipal,
    path: string,
    start: Pick<Session, 'protocolVersion' | 'capabilities' | 'clientName'>,
  ): Session;
  /** Only for the same person, client and endpoint. */
  find(id: string, principal: GatewayPrincipal, path: string): Session | undefined;
  end(session: Session): void;
  endWhere(matches: (session: Session) => boolean): void;
  readonly count: number;
  close(): void;
}

const idleMilliseconds = 24 * 60 * 60_000;
const maximumSessions = 10_000;

export function createSessions(dependencies: { clock: Clock }): Sessions {
  const sessions = new Map<string, Session>();

  function end(session: Session): void {
    if (!sessions.delete(session.id)) return;
    for (const running of session.running.values()) running.abort();
    for (const { reject } of session.asked.values()) reject(new Error('The client ended its session.'));
    for (const stop of [...session.watched.values(), ...session.stops]) stop();
    session.stream?.end();
  }

  /** Room for one more: idle ones go first, then the one unused for longest. */
  function makeRoom(): void {
    const before = dependencies.clock.now() - idleMilliseconds;
    for (const session of [...sessions.values()])
      if (session.lastUsedAt < before && session.running.size === 0) end(session);
    if (sessions.size < maximumSessions) return;
    let oldest: Session | undefined;
    for (const session of sessions.values())
      if (!oldest || session.lastUsedAt < oldest.lastUsedAt) oldest = session;
    if (oldest) end(oldest);
  }

  return {
    open(principal, path, start) {
      if (sessions.size >= maximumSessions || sessions.size % 256 === 255) makeRoom();
      const session: Session = {
        // Lower case alone: there are clients that write header values so.
        id: randomUUID(),
        personId: principal.personId,
        clientId: principal.clientId,
        path,
        ...start,
        logLevel: 'info',
        stream: undefined,
        running: new Map(),
        asked: new Map(),
        watched: new Map(),
        stops: [],
        lastUsedAt: dependencies.clock.now(),
      };
      sessions.set(session.id, session);
      return session;
    },
    find(id, principal, path) {
      const session = sessions.get(id);
      if (
        !session ||
        session.personId !== principal.personId ||
        session.clientId !== principal.clientId ||
        session.path !== path
      )
        return undefined;
      session.lastUsedAt = dependencies.clock.now();
      return session;
    },
    end,
    endWhere(matches) {
      for (const session of [...sessions.values()]) if (matches(session)) end(session);
    },
    get count() {
      return sessions.size;
    },
    close() {
      for (const session of [...sessions.values()]) end(session);
    },
  };
}
