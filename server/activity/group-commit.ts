// Many callers, one commit: what waits at the end of an event-loop turn, or gathered during the commit before,
// becomes durable together.
import { activityErrors } from './errors.ts';
import type { Link } from './links.ts';

/** Makes links durable in order, all or none, and answers their positions in the chain. */
export interface ChainSink {
  commit(links: Link[]): Promise<number[]>;
  close(): Promise<void>;
}

export interface GroupCommit {
  /** The position in the chain, once it is durable. Rejects with `activity_not_recorded` or `activity_overloaded`. */
  add(link: Link): Promise<number>;
  /** After what was added so far is durable or refused. */
  close(): Promise<void>;
}

interface Waiting {
  link: Link;
  resolve(sequence: number): void;
  reject(error: unknown): void;
}

const largestBatch = 1_000;
const longestQueue = 50_000;

export function createGroupCommit(
  sink: ChainSink,
  onCommitted: (links: Link[]) => void = () => {},
): GroupCommit {
  let queue: Waiting[] = [];
  let busy = false;
  let idle: (() => void) | undefined;

  const flush = async (): Promise<void> => {
    while (queue.length > 0) {
      const batch = queue.length > largestBatch ? queue.splice(0, largestBatch) : queue.splice(0);
      const links = batch.map((waiting) => waiting.link);
      try {
        const sequences = await sink.commit(links);
        for (const [index, waiting] of batch.entries()) waiting.resolve(sequences[index] ?? 0);
        onCommitted(links);
      } catch (error) {
        for (const waiting of batch) waiting.reject(activityErrors.notRecorded(error));
      }
    }
    busy = false;
    idle?.();
  };

  return {
    add(link) {
      if (queue.length >= longestQueue) return Promise.reject(activityErrors.overloaded());
      return new Promise((resolve, reject) => {
        queue.push({ link, resolve, reject });
        if (busy) return;
        busy = true;
        setImmediate(() => void flush());
      });
    },
    async close() {
      if (busy) await new Promise<void>((resolve) => (idle = resolve));
      queue = [];
      await sink.close();
    },
  };
}
