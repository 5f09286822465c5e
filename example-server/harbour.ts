// The harbour office itself: ships, berths, tides, bookings, notices. In memory, the same at every start.
import { type Ship, seedBerths, seedNotices, seedShips } from './seed.ts';

export interface Booking {
  id: string;
  imo: string;
  berth: string;
  /** Calendar day, `YYYY-MM-DD`. */
  from: string;
  nights: number;
  state: 'booked' | 'cancelled';
}

export interface Notice {
  id: string;
  /** RFC 3339. */
  at: string;
  text: string;
}

export interface Captain {
  licence: string;
  name: string;
  imo?: string;
  details: Record<string, unknown>;
}

export interface Payment {
  id: string;
  imo: string;
  amountEuro: number;
  state: 'open' | 'paid';
}

/** What changed, for list-changed and resource-updated notifications. */
export type HarbourChange = { kind: 'tools' } | { kind: 'resource'; uri: string };

export type Harbour = ReturnType<typeof createHarbour>;

/** Makes a harbour with its seeded ships and berths; `now` gives epoch milliseconds for new notices. */
export function createHarbour(now: () => number = Date.now) {
  const ships = new Map<string, Ship>(seedShips().map((ship) => [ship.imo, ship]));
  const berths = seedBerths();
  const bookings = new Map<string, Booking>();
  const notices: Notice[] = seedNotices();
  const captains = new Map<string, Captain>();
  const listeners = new Set<(change: HarbourChange) => void>();
  let season: 'closed' | 'open' = 'closed';
  let nextBooking = 1001;

  const changed = (change: HarbourChange): void => {
    for (const listener of listeners) listener(change);
  };

  return {
    ships,
    berths,
    bookings,
    notices,
    captains,
    payments: createPayments(),
    season: () => season,

    onChange(listener: (change: HarbourChange) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    setSeason(state: 'closed' | 'open'): boolean {
      if (season === state) return false;
      season = state;
      changed({ kind: 'tools' });
      return true;
    },

    /** Books a berth; a sentence instead of a booking says why it cannot be. */
    book(request: Omit<Booking, 'id' | 'state'>): Booking | string {
      const ship = ships.get(request.imo);
      if (!ship) return `No ship with IMO number ${request.imo} is known here.`;
      const berth = berths.find(({ id }) => id === request.berth);
      if (!berth) return `There is no berth ${request.berth}.`;
      if (berth.lengthMetres < ship.lengthMetres || berth.depthMetres < ship.draughtMetres)
        return `${ship.name} (${ship.lengthMetres} m long, ${ship.draughtMetres} m deep) does not fit berth ${berth.id} (${berth.lengthMetres} m, ${berth.depthMetres} m deep).`;
      const taken = [...bookings.values()].find(
        (other) => other.state === 'booked' && other.berth === request.berth && overlap(other, request),
      );
      if (taken) return `Berth ${berth.id} is taken by booking ${taken.id} in these nights.`;
      const booking: Booking = { id: `B-${nextBooking++}`, ...request, state: 'booked' };
      bookings.set(booking.id, booking);
      changed({ kind: 'resource', uri: 'harbour://bookings' });
      return booking;
    },

    cancel(id: string): Booking | undefined {
      const booking = bookings.get(id);
      if (!booking) return undefined;
      booking.state = 'cancelled';
      changed({ kind: 'resource', uri: 'harbour://bookings' });
      return booking;
    },

    rename(imo: string, name: string): Ship | undefined {
      const ship = ships.get(imo);
      if (!ship) return undefined;
      ship.name = name;
      changed({ kind: 'resource', uri: `harbour://ships/${imo}` });
      return ship;
    },

    postNotice(text: string): Notice {
      const notice: Notice = {
        id: `N-${notices.length + 1}`,
        at: new Date(now()).toISOString(),
        text,
      };
      notices.push(notice);
      changed({ kind: 'resource', uri: 'harbour://notices' });
      return notice;
    },
  };
}

const dayOf = (date: string): number => Math.floor(Date.parse(`${date}T00:00:00Z`) / 86_400_000);

function overlap(one: { from: string; nights: number }, other: { from: string; nights: number }): boolean {
  return (
    dayOf(one.from) < dayOf(other.from) + other.nights && dayOf(other.from) < dayOf(one.from) + one.nights
  );
}

/** The cash desk: payments that a page makes while a call waits for them. */
function createPayments() {
  const payments = new Map<string, Payment>();
  const waiting = new Map<string, Set<() => void>>();
  return {
    get: (id: string): Payment | undefined => payments.get(id),

    open(payment: Omit<Payment, 'state'>): Payment {
      const opened: Payment = { ...payment, state: 'open' };
      payments.set(opened.id, opened);
      return opened;
    },

    pay(id: string): Payment | undefined {
      const payment = payments.get(id);
      if (!payment) return undefined;
      payment.state = 'paid';
      for (const wake of waiting.get(id) ?? []) wake();
      waiting.delete(id);
      return payment;
    },

    /** Resolves when the payment is made, or after `milliseconds`, or when the caller goes away. */
    async untilPaid(id: string, milliseconds: number, signal: AbortSignal): Promise<boolean> {
      if (payments.get(id)?.state === 'paid') return true;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          clearTimeout(timer);
          waiting.get(id)?.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, milliseconds);
        const waiters = waiting.get(id) ?? new Set();
        waiting.set(id, waiters.add(wake));
        signal.addEventListener('abort', wake, { once: true });
      });
      return payments.get(id)?.state === 'paid';
    },
  };
}
