// How a connector does, from what its accounts and calls say.
import type { Connector } from '#shared/contract/connectors.ts';
import type { AccountRecord, Health, Problem } from './connector.ts';

const callsKept = 100;

export type HealthEvent =
  | { kind: 'listed'; at: number }
  | { kind: 'failed'; at: number; problem: Problem }
  | { kind: 'called'; calls: number[] }
  | { kind: 'forgotten' };

/** Never changes `now`. `forgotten`: another URL, so that nothing known of the old one is shown for it. */
export function advanceHealth(now: Health, event: HealthEvent): Health {
  switch (event.kind) {
    case 'listed':
      return { calls: now.calls, lastListedAt: event.at };
    case 'failed':
      return { ...now, problem: { ...event.problem, at: event.at } };
    case 'called':
      return { ...now, calls: [...now.calls, ...event.calls].slice(-callsKept) };
    case 'forgotten':
      return { calls: [] };
  }
}

/** State of the connector as a whole: that of the default account, in the words of the connectors table. */
export function connectorStateOf(account: AccountRecord | undefined): Connector['health']['state'] {
  switch (account?.state) {
    case undefined:
    case 'sign-in-needed':
      return 'sign-in-needed';
    case 'connecting':
      return 'checking';
    case 'failed':
      return 'not-reachable';
    case 'connected':
    case 'disconnected':
      return account.state;
  }
}

export function healthView(health: Health, account: AccountRecord | undefined): Connector['health'] {
  const sorted = health.calls.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(sorted.length * share) - 1] ?? 0;
  const state = connectorStateOf(account);
  const problem =
    health.problem ?? (account?.problem ? { ...account.problem, at: account.createdAt } : undefined);
  return {
    state,
    ...(problem && state !== 'connected' ? { problem } : {}),
    ...(health.lastListedAt === undefined ? {} : { lastListedAt: health.lastListedAt }),
    ...(sorted.length === 0 ? {} : { p50: at(0.5), p95: at(0.95) }),
  };
}
