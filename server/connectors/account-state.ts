// An account and how it moves. `connecting` ends by itself: every listing has a deadline.
//
//   disconnected ──connect──▶ connecting ──listed──▶ connected
//   sign-in-needed ─connect─▶     │  └──refused──▶ sign-in-needed
//   failed ────────connect──▶     └─────failed───▶ failed
//   connected ──refused──▶ sign-in-needed      connected ──failed──▶ failed ──listed──▶ connected
//   any ──detach──▶ sign-in-needed             any ──disconnect──▶ disconnected
import type { AccountRecord, AccountState, Problem } from './connector.ts';

export type AccountEvent =
  | { kind: 'connect' }
  | { kind: 'listed' }
  | { kind: 'refused'; problem: Problem }
  | { kind: 'failed'; problem: Problem }
  | { kind: 'detach'; problem: Problem }
  | { kind: 'disconnect' };

type Condition = Pick<AccountRecord, 'state' | 'problem'>;

/** A late answer of a listing never wakes an account that its person disconnected or that waits for a sign-in. */
export function advanceAccount(now: Condition, event: AccountEvent): Condition {
  switch (event.kind) {
    case 'connect':
      return now.state === 'connected' ? now : { ...now, state: 'connecting' };
    case 'listed':
      return now.state === 'disconnected' || now.state === 'sign-in-needed' ? now : { state: 'connected' };
    case 'refused':
      return now.state === 'disconnected' ? now : { state: 'sign-in-needed', problem: event.problem };
    case 'failed':
      return now.state === 'disconnected' || now.state === 'sign-in-needed'
        ? now
        : { state: 'failed', problem: event.problem };
    case 'detach':
      return { state: 'sign-in-needed', problem: event.problem };
    case 'disconnect':
      return { state: 'disconnected' };
  }
}

/** Whether a call may be tried; a failed account may, since its server can be back. */
export const canCall = (state: AccountState): boolean =>
  state === 'connected' || state === 'failed' || state === 'connecting';
