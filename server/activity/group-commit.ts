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
  /**
   * The position in the chain, once it is durable. Rejects with `activity_not_recorded` or `activity_overloaded`.
   * A link that nobody waits for goes with the next that somebody does, or alone after `patientMilliseconds`.
   */
  add(link: Link, patient?: boolean): Promise<number>;
  /** After what was added so far is durable or refused. */
  close(): Promise<void>;
}

interface Waiting {
  link: Link;
  resolve(sequence: number): void;
  reject(error: unknown): void;
}

const largestBatch = 1_000;
const patientMilliseconds = 10;
const longestQueue = 50_000;

export function createGroupCommit(
  sink: ChainSink,
  onCommitted: (links: Link[]) => void = () => {},
): GroupCommit {
  let queue: Waiting[] = [];
  /** Whether somebody waits for a link of the queue. */
  let urgent = false;
  let busy = false;
  let timer: NodeJS.Timeout | undefined;
  let idle: (() => void) | undefined;

  const flush = async (): Promise<void> => {
    while (urgent) {
      const batch = queue.length > largestBatch ? queue.splice(0, largestBatch) : queue;
      if (batch === queue) queue = [];
      urgent = queue.length > 0;
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
    if (queue.length > 0) wait();
    idle?.();
  };
  const start = (): void => {
    clearTimeout(timer);
    timer = undefined;
    urgent = true;
    if (busy) return;
    busy = true;
    setImmediate(() => void flush());
  };
  const wait = (): void => {
    timer ??= setTimeout(start, patientMilliseconds);
  };

  return {
    add(link, patient = false) {
      if (queue.length >= longestQueue) return Promise.reject(activityErrors.overloaded());
      return new Promise((resolve, reject) => {
        queue.push({ link, resolve, reject });
        if (!patient) start();
        else if (!busy) wait();
      });
    },
    async close() {
      if (queue.length > 0) start();
      if (busy) await new Promise<void>((resolve) => (idle = resolve));
      clearTimeout(timer);
      queue = [];
      await sink.close();
    },
  };
}
