// After a start, and while servers are away: connects in the background, a few at a time, spread over time.
// Nothing waits for it, and a server that hangs takes one place until its deadline.
import type { AccountRecord } from './connector.ts';
import type { ConnectorDeps } from './deps.ts';

export interface WakeUp {
  /** Returns at once. */
  start(): void;
  stop(): void;
}

export interface WakeUpTimes {
  /** How many are connected at the same time. */
  atOnce: number;
  /** Each waits up to so long before it begins, so that replicas and connectors do not start in step. */
  jitterMilliseconds: number;
  /** How often failed accounts are looked for. */
  lookMilliseconds: number;
  /** Waits between tries of one account that fails: doubled each time, at most the second. */
  retryMilliseconds: [first: number, longest: number];
}

export const wakeUpTimes: WakeUpTimes = {
  atOnce: 12,
  jitterMilliseconds: 1000,
  lookMilliseconds: 15_000,
  retryMilliseconds: [30_000, 15 * 60_000],
};

type WakeUpDeps = Pick<ConnectorDeps, 'store' | 'catalogues' | 'log'> & {
  times: WakeUpTimes;
  /** 0 to 1. */
  random: () => number;
};

interface Failing {
  /** When it is tried next, on the monotonic clock. */
  at: number;
  wait: number;
}

export function createWakeUp(deps: WakeUpDeps): WakeUp {
  const failing = new Map<string, Failing>();
  const { times } = deps;
  let stopped = false;
  let running = false;
  const wake = async (account: AccountRecord, jitter: number): Promise<void> => {
    await sleep(deps.random() * jitter);
    if (stopped) return;
    const now = await deps.catalogues.refresh({ personId: account.personId, accountId: account.id });
    if (now?.state !== 'failed') {
      failing.delete(account.id);
      return;
    }
    const last = failing.get(account.id)?.wait;
    const wait = Math.min(
      last === undefined ? times.retryMilliseconds[0] : last * 2,
      times.retryMilliseconds[1],
    );
    failing.set(account.id, { wait, at: performance.now() + wait * (0.5 + deps.random()) });
  };
  const round = async (due: (account: AccountRecord) => boolean, jitter: number): Promise<void> => {
    if (running) return;
    running = true;
    try {
      const accounts = (await deps.store.accountsToWake()).filter(due);
      await atMost(times.atOnce, accounts, (account) => wake(account, jitter));
    } catch (error) {
      deps.log.error('connectors could not be woken', { error });
    } finally {
      running = false;
    }
  };
  const isDue = ({ id, state }: AccountRecord): boolean =>
    state === 'failed' && (failing.get(id)?.at ?? 0) <= performance.now();
  let timer: NodeJS.Timeout | undefined;
  return {
    start() {
      void round(() => true, times.jitterMilliseconds);
      timer = setInterval(() => void round(isDue, times.jitterMilliseconds), times.lookMilliseconds).unref();
    },
    stop() {
      stopped = true;
      clearInterval(timer);
    },
  };
}

/** Does `work` for each, in order, at most `count` at a time; one that throws stops nothing. */
async function atMost<Item>(
  count: number,
  items: Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  const worker = async (): Promise<void> => {
    for (const item of left) await work(item).catch(() => undefined);
  };
  await Promise.all(Array.from({ length: count }, worker));
}

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
