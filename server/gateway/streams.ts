// Every long stream we hold open: kept alive together, ended when its credential ends or Causeway stops.
import type { ServerResponse } from 'node:http';
import type { Clock } from '../platform/clock.ts';
import type { GatewayPrincipal } from './principal.ts';

export interface OpenStream {
  response: ServerResponse;
  principal: GatewayPrincipal;
  /** Says goodbye in the words of the protocol, and ends. */
  end(): void;
}

export interface Streams {
  add(stream: OpenStream): () => void;
  /** Ends the streams whose credential is no longer valid. */
  endWhere(matches: (principal: GatewayPrincipal) => boolean): void;
  /** Whose streams are open. */
  principals(): Set<GatewayPrincipal>;
  readonly count: number;
  close(): void;
}

const keepAliveMilliseconds = 15_000;

export function createStreams(clock: Clock): Streams {
  const open = new Set<OpenStream>();
  const timer = setInterval(() => {
    const now = clock.now();
    for (const stream of open) {
      if (stream.principal.expiresAt !== undefined && stream.principal.expiresAt <= now) stream.end();
      else if (stream.response.writableLength < 64 * 1024) stream.response.write(': \n\n');
    }
  }, keepAliveMilliseconds);
  timer.unref();
  return {
    add(stream) {
      open.add(stream);
      return () => open.delete(stream);
    },
    endWhere(matches) {
      for (const stream of [...open]) if (matches(stream.principal)) stream.end();
    },
    principals: () => new Set([...open].map(({ principal }) => principal)),
    get count() {
      return open.size;
    },
    close() {
      clearInterval(timer);
      for (const stream of [...open]) stream.end();
      open.clear();
    },
  };
}
