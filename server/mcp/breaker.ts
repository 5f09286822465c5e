// Leaves a server alone for a while after it failed several times in a row (R03).
//
//   closed ──failure × n──▶ open ──time──▶ one try ──success──▶ closed
//                             ▲───────────failure──┘

export type Breaker =
  | { state: 'closed'; failures: number }
  | { state: 'open'; until: number }
  | { state: 'trying' };

export type BreakerEvent =
  | { kind: 'asked'; now: number }
  | { kind: 'worked' }
  | { kind: 'failed'; now: number };

export const closedBreaker: Breaker = { state: 'closed', failures: 0 };

export function advanceBreaker(
  breaker: Breaker,
  event: BreakerEvent,
  limits: { breakerFailures: number; breakerMilliseconds: number },
): Breaker {
  if (event.kind === 'worked') return closedBreaker;
  if (event.kind === 'asked') {
    return breaker.state === 'open' && event.now >= breaker.until ? { state: 'trying' } : breaker;
  }
  const failures = breaker.state === 'closed' ? breaker.failures + 1 : limits.breakerFailures;
  return failures >= limits.breakerFailures
    ? { state: 'open', until: event.now + limits.breakerMilliseconds }
    : { state: 'closed', failures };
}
