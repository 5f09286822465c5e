// Usage limits: reserved before a call is sent, settled after it, by one counter for every door and process.
import type { Kysely } from 'kysely';
import type { LiveEvent } from '#shared/contract/events.ts';
import type { JsonObject } from '#shared/json.ts';
import { parsePointer, valueAt } from '#shared/policy/conditions.ts';
import { type CalendarPeriod, type Window, windowAt } from '#shared/policy/windows.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { RunUnsynced } from '../platform/sqlite-unsynced.ts';
import type { Tables } from '../storage/tables.ts';
import { createReservations } from './reservations.ts';

export type UsageLimit = Tables['usage_limit'];

/** One unit of an amount; amounts are counted in millionths, rounded up. */
export const amountUnit = 1_000_000;

export interface Part {
  limit: UsageLimit;
  windowKey: string;
  window: Window | undefined;
  amount: number;
}

export interface Reservation {
  callId: string;
  personId: string;
  parts: Part[];
}

export interface LimitRefusal {
  limit: UsageLimit;
  /** Already used in this window, in calls or millionths. */
  used: number;
  window: Window | undefined;
  /** The amount could not be read from the arguments. */
  unreadable?: string;
}

export type Reserved = { reservation: Reservation | undefined } | { refused: LimitRefusal };

export interface LimitedCall {
  callId: string;
  personId: string;
  isTool: boolean;
  tool: string;
  connectorId: string;
  arguments: JsonObject;
  conversationId?: string;
  clientId?: string;
  door: string;
}

export interface Limits {
  /** Takes its place in every limit that applies, or in none. Rejects when the store does not answer: then nothing is sent. */
  reserve(call: LimitedCall, limits: UsageLimit[]): Promise<Reserved> | Reserved;
  /** The call left, or may have left: it counts. */
  settle(reservation: Reservation): void;
  /** Whether the place is still held; asked by calls that waited long between reserving and sending. */
  confirm(reservation: Reservation): Promise<boolean>;
  /** The call provably never left: it costs nothing. */
  release(reservation: Reservation): Promise<void>;
  /** How far each limit is used for such a call. */
  states(call: LimitedCall, limits: UsageLimit[]): Promise<LimitState[]>;
  /** Milliseconds since the epoch, steady. */
  now(): number;
  /** Whether the process that began something still runs. */
  isAlive(processId: string): Promise<boolean>;
  processId: string;
  /** Makes this process known to the others. */
  hold(): Promise<void>;
  close(): Promise<void>;
}

export interface LimitState {
  limit: UsageLimit;
  used: number;
  window: Window | undefined;
}

export interface LimitsDeps {
  db: Kysely<Tables>;
  /** Steady: see `createSteadyClock`. */
  clock: Clock;
  log: Log;
  /** Milliseconds that never step. */
  monotonic: () => number;
  /** Which of these calls have a record, and so may have left. */
  recorded: (callIds: string[]) => Promise<ReadonlySet<string>>;
  processId: string;
  publish: (personId: string, event: LiveEvent) => void;
  /** How counters are written on SQLite; an ordinary transaction unless given. */
  unsynced?: RunUnsynced | undefined;
}

export function createLimits(deps: LimitsDeps): Limits {
  const reservations = createReservations(deps);
  const windows = new Map<string, Window>();
  const windowOf = (limit: UsageLimit): Window | undefined => {
    if (limit.period === 'conversation') return undefined;
    const now = deps.clock.now();
    const key = `${limit.period}\n${limit.time_zone}`;
    const known = windows.get(key);
    if (known && known.startsAt <= now && now < known.endsAt) return known;
    const window = windowAt(limit.period as CalendarPeriod, now, limit.time_zone);
    windows.set(key, window);
    return window;
  };
  const placeOf = (limit: UsageLimit, call: LimitedCall): Omit<Part, 'amount'> => {
    const window = windowOf(limit);
    return {
      limit,
      window,
      windowKey: window ? `${limit.period}:${window.startsAt}` : conversationKey(call, deps.clock),
    };
  };
  return {
    processId: deps.processId,
    now: () => deps.clock.now(),
    reserve(call, limits) {
      const parts: Part[] = [];
      for (const limit of limits) {
        if (!applies(limit, call)) continue;
        const amount = amountOf(limit, call);
        if (typeof amount === 'string')
          return { refused: { limit, used: 0, window: undefined, unreadable: amount } };
        if (amount > 0) parts.push({ ...placeOf(limit, call), amount });
      }
      if (parts.length === 0) return { reservation: undefined };
      return reservations.reserve({ callId: call.callId, personId: call.personId, parts });
    },
    settle: reservations.settle,
    confirm: reservations.confirm,
    release: reservations.release,
    async states(call, limits) {
      const places = limits.filter((limit) => applies(limit, call)).map((limit) => placeOf(limit, call));
      const used = await reservations.used(places);
      return places.map((place, i) => ({ limit: place.limit, window: place.window, used: used[i] ?? 0 }));
    },
    isAlive: reservations.isAlive,
    hold: reservations.hold,
    close: reservations.close,
  };
}

export const applies = (
  limit: UsageLimit,
  call: Pick<LimitedCall, 'isTool' | 'tool' | 'connectorId'>,
): boolean => {
  if (limit.scope === 'tool')
    return call.isTool && limit.connector_id === call.connectorId && limit.tool === call.tool;
  if (limit.scope === 'connector') return limit.connector_id === call.connectorId;
  return true;
};

/** One for a call; millionths of the argument for an amount; a sentence when the amount cannot be read. */
function amountOf(limit: UsageLimit, call: LimitedCall): number | string {
  if (limit.amount_path === null) return 1;
  const value = valueAt(call.arguments, parsePointer(limit.amount_path));
  // Wider than one tool, a limit on an amount says nothing about tools that have no such argument.
  if (value === undefined && limit.scope !== 'tool') return 0;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
    return `"${limit.amount_path}" must be a number of at least 0 for the limit on it to be kept.`;
  const amount = Math.ceil(value * amountUnit - 1e-3);
  return Number.isSafeInteger(amount) ? amount : `"${limit.amount_path}" is too large to be counted.`;
}

/** Outside a conversation the client's day stands for it, so that such a limit is never without an end. */
function conversationKey(call: LimitedCall, clock: Clock): string {
  if (call.conversationId !== undefined) return `conversation:${call.conversationId}`;
  return `outside:${call.door}:${call.clientId ?? ''}:${Math.floor(clock.now() / 86_400_000)}`;
}
