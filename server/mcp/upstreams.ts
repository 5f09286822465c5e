// All connections to remote servers: one per target key, shared by everybody who asks with that key.

import type { Clock } from '../platform/clock.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Log } from '../platform/log.ts';
import type { OutboundFetch } from '../platform/outbound-fetch.ts';
import type { StopSignal } from '../platform/stop-signal.ts';
import { advanceBreaker, type Breaker, closedBreaker } from './breaker.ts';
import { createConnection } from './connection.ts';
import { asNotSent, codeOf, upstreamErrors } from './errors.ts';
import { createExchange } from './exchange.ts';
import { type Lane, laneFromFetch } from './lane.ts';
import { defaultUpstreamLimits, type UpstreamLimits } from './limits.ts';
import { type NegotiationStep, negotiate } from './negotiate.ts';
import type { ClientInfo } from './revisions.ts';
import type { UpstreamConnection, Upstreams, UpstreamTarget } from './upstream.ts';
import { createVerdicts, stillValid, type Verdict, type VerdictStore } from './verdict.ts';

export interface UpstreamsDeps {
  fetch: OutboundFetch;
  /** The fast lane on the same guard; without it `fetch` is used for everything. */
  request?: Lane;
  clock: Clock;
  ids: MakeId;
  log: Log;
  limits?: Partial<UpstreamLimits>;
  /** Where it is remembered what a server speaks; in memory when absent. */
  verdicts?: VerdictStore;
  clientInfo?: ClientInfo;
}

interface Entry {
  target: UpstreamTarget;
  /** Once it is open. */
  connection: UpstreamConnection | undefined;
  opening: Promise<UpstreamConnection>;
  stop: AbortController;
  /** What the server was found to speak, and when. */
  verdict: Verdict | undefined;
}

const ourselves: ClientInfo = { name: 'causeway', title: 'Causeway', version: '0.1.0' };

/** Nothing is opened before somebody asks; a server that hangs keeps nobody waiting but those who asked for it. */
export function createUpstreams(deps: UpstreamsDeps): Upstreams {
  const limits = { ...defaultUpstreamLimits, ...deps.limits };
  const verdicts = deps.verdicts ?? createVerdicts();
  const lane = deps.request ?? laneFromFetch(deps.fetch);
  const entries = new Map<string, Entry>();
  const breakers = new Map<string, Breaker>();

  const start = (asked: UpstreamTarget): Entry => {
    const stop = new AbortController();
    // A copy: the newest credential source of the same person and account takes the place of an older one.
    const target = { ...asked };
    const drop = (): void => {
      if (entries.get(target.key) !== entry) return;
      entries.delete(target.key);
      verdicts.set(target.key, target.url, undefined);
      void close(entry);
    };
    const noting = noteVerdict(verdicts, (verdict) => {
      entry.verdict = verdict;
    });
    const opening = openConnection(
      { ...deps, lane, limits, verdicts: noting, onStale: drop },
      target,
      stop.signal,
    );
    const entry: Entry = { target, connection: undefined, opening, stop, verdict: undefined };
    entries.set(target.key, entry);
    opening.then(
      (connection) => {
        entry.connection = connection;
        breakers.delete(target.key);
      },
      (error: unknown) => {
        if (entries.get(target.key) === entry) entries.delete(target.key);
        if (stop.signal.aborted) return;
        const breaker = breakers.get(target.key) ?? closedBreaker;
        const event = isOutage(error)
          ? ({ kind: 'failed', now: deps.clock.now() } as const)
          : ({ kind: 'worked' } as const);
        breakers.set(target.key, advanceBreaker(breaker, event, limits));
      },
    );
    return entry;
  };

  const close = async (entry: Entry): Promise<void> => {
    entry.stop.abort(upstreamErrors.closed(new URL(entry.target.url).host));
    const connection = await entry.opening.catch(() => undefined);
    await connection?.close().catch(() => {});
  };

  /** Beside the running calls, which end where they began; when the server speaks otherwise, the next caller opens anew. */
  const lookAgain = async (entry: Entry): Promise<void> => {
    const { target, verdict: known, stop } = entry;
    if (known) entry.verdict = { ...known, at: deps.clock.now() };
    const found = await findAnew({ ...deps, lane, limits }, target, stop.signal);
    if (!found || entries.get(target.key) !== entry) return;
    entry.verdict = found;
    verdicts.set(target.key, target.url, found);
    if (found.kind === known?.kind) return;
    entries.delete(target.key);
    setTimeout(() => void close(entry), limits.totalMilliseconds).unref();
  };

  return {
    async open(target, options = {}) {
      let entry = entries.get(target.key);
      if (entry && !sameServer(entry.target, target)) {
        entries.delete(target.key);
        void close(entry);
        entry = undefined;
      }
      if (entry) entry.target.credential = target.credential;
      else {
        checkBreaker(breakers, target, deps.clock, limits);
        entry = start(target);
      }
      if (isDue(entry, deps.clock)) void lookAgain(entry);
      if (entry.connection) return entry.connection;
      return await orAborted(entry.opening, new URL(target.url).host, options.signal);
    },
    async forget(key) {
      const entry = entries.get(key);
      entries.delete(key);
      breakers.delete(key);
      if (!entry) return;
      verdicts.set(key, entry.target.url, undefined);
      await close(entry);
    },
    async closeAll() {
      const all = [...entries.values()];
      entries.clear();
      await Promise.all(all.map(close));
    },
  };
}

const sameServer = (one: UpstreamTarget, other: UpstreamTarget): boolean =>
  one.url === other.url &&
  one.transport === other.transport &&
  one.certificateAuthority === other.certificateAuthority;

const noteVerdict = (kept: VerdictStore, note: (verdict: Verdict | undefined) => void): VerdictStore => ({
  get: kept.get,
  set(key, url, verdict) {
    note(verdict);
    kept.set(key, url, verdict);
  },
});

/** A server that became modern still answers as a legacy one, so an old verdict would hold as long as the process. */
const isDue = ({ connection, verdict }: Entry, clock: Clock): boolean =>
  connection !== undefined && verdict !== undefined && !stillValid(verdict, clock.now());

/** What the server speaks now; undefined when that cannot be found out. */
async function findAnew(
  deps: Omit<OpenDeps, 'verdicts'>,
  target: UpstreamTarget,
  signal: StopSignal,
): Promise<Verdict | undefined> {
  const verdicts = createVerdicts();
  try {
    const connection = await openConnection({ ...deps, verdicts }, target, signal);
    await connection.close();
  } catch {
    return undefined;
  }
  return verdicts.get(target.key, target.url);
}

function checkBreaker(
  breakers: Map<string, Breaker>,
  target: UpstreamTarget,
  clock: Clock,
  limits: UpstreamLimits,
): void {
  const breaker = breakers.get(target.key);
  if (!breaker) return;
  const now = clock.now();
  const next = advanceBreaker(breaker, { kind: 'asked', now }, limits);
  breakers.set(target.key, next);
  if (next.state === 'open') throw upstreamErrors.paused(new URL(target.url).host, next.until - now);
}

/** Failures that waiting may heal; a missing sign-in or a wrong address is told each time, at once. */
const isOutage = (error: unknown): boolean =>
  [
    'upstream_timeout',
    'upstream_unavailable',
    'upstream_cut',
    'connection_refused',
    'connection_lost',
    'connect_timeout',
    'host_unreachable',
    'first_byte_timeout',
    'dns_failed',
  ].includes(codeOf(error) ?? '');

export interface OpenDeps extends Omit<UpstreamsDeps, 'limits' | 'verdicts'> {
  lane: Lane;
  limits: UpstreamLimits;
  verdicts: VerdictStore;
  onStep?: (step: NegotiationStep) => void;
  /** The server no longer answers as it did: what is known of it is to be found out again. */
  onStale?: () => void;
}

/** Finds out what the server speaks and connects; remembers what it found. */
export async function openConnection(
  deps: OpenDeps,
  target: UpstreamTarget,
  signal: StopSignal,
): Promise<UpstreamConnection> {
  const { limits, verdicts, clock } = deps;
  const log = deps.log.child({ connection: deps.ids('mcp'), host: new URL(target.url).host });
  let id = 0;
  const wireDeps = {
    target,
    exchange: createExchange({ lane: deps.lane, target, limits }),
    limits,
    clientInfo: deps.clientInfo ?? ourselves,
    log,
    nextId: () => ++id,
  };
  try {
    const { wire, verdict } = await negotiate({
      deps: wireDeps,
      clock,
      verdict: await verdicts.get(target.key, target.url),
      signal,
      ...(deps.onStep ? { onStep: deps.onStep } : {}),
    });
    verdicts.set(target.key, target.url, verdict);
    log.info('connected', { era: wire.server.era, revision: wire.server.protocolVersion });
    return createConnection({ target, wire, limits, clock, log, onStale: deps.onStale ?? (() => {}) });
  } catch (error) {
    log.info('not connected', { code: codeOf(error) });
    throw asNotSent(error);
  }
}

/** One caller may stop waiting; the others, and the connection, go on. */
function orAborted<T>(promise: Promise<T>, host: string, signal: StopSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(asNotSent(upstreamErrors.cancelled(host)));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}
