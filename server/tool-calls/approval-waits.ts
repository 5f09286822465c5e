// Waiting for answers: told at once in this process, found within a third of a second when given in another.
import type { StopSignal } from '../platform/stop-signal.ts';
import type { ApprovalState, ApprovalsDeps } from './approvals.ts';

export type ApprovalEnd = { state: Exclude<ApprovalState, 'pending'> | 'left'; reason?: string };

export const lookMilliseconds = 300;

export interface ApprovalWaits {
  wait(id: string, signal: StopSignal): Promise<ApprovalEnd>;
  /** Looks now: something was written. */
  look(): void;
  /** Marks what nobody answered in time. */
  expire(personId?: string): Promise<void>;
}

export function createApprovalWaits(deps: Pick<ApprovalsDeps, 'db' | 'clock' | 'publish'>): ApprovalWaits {
  const waiting = new Map<string, Set<(end: ApprovalEnd) => void>>();
  let timer: NodeJS.Timeout | undefined;
  let looking = false;
  let again = false;

  const expire = async (personId?: string): Promise<void> => {
    let update = deps.db
      .updateTable('approval')
      .set({ state: 'expired' })
      .where('state', 'in', ['pending', 'approved'])
      .where('expires_at', '<=', deps.clock.now());
    if (personId !== undefined) update = update.where('person_id', '=', personId);
    const rows = await update.returning(['id', 'person_id']).execute();
    for (const row of rows) deps.publish(row.person_id, { topic: 'approvals', id: row.id });
  };

  const readOnce = async (): Promise<void> => {
    const rows = await deps.db
      .selectFrom('approval')
      .select(['id', 'state', 'reason', 'expires_at'])
      .where('id', 'in', [...waiting.keys()])
      .execute();
    if (rows.some((row) => row.state === 'pending' && row.expires_at <= deps.clock.now())) {
      await expire();
      again = true;
      return;
    }
    const found = new Map(rows.map((row) => [row.id, row]));
    for (const [id, resolves] of waiting) {
      const row = found.get(id);
      if (row?.state === 'pending') continue;
      waiting.delete(id);
      // A row that is gone went with its connector.
      const end: ApprovalEnd = row
        ? {
            state: row.state as Exclude<ApprovalState, 'pending'>,
            ...(row.reason ? { reason: row.reason } : {}),
          }
        : { state: 'void' };
      for (const resolve of resolves) resolve(end);
    }
  };
  const look = (): void => {
    if (waiting.size === 0) return;
    if (looking) {
      again = true;
      return;
    }
    looking = true;
    clearTimeout(timer);
    readOnce()
      // The store does not answer: nothing is decided, the next look tries again.
      .catch(() => {})
      .finally(() => {
        looking = false;
        if (waiting.size === 0) return;
        timer = setTimeout(look, again ? 0 : lookMilliseconds);
        again = false;
      });
  };
  return {
    expire,
    look,
    wait(id, signal) {
      return new Promise((resolve) => {
        const finish = (end: ApprovalEnd): void => {
          signal.removeEventListener('abort', left);
          resolve(end);
        };
        const left = (): void => {
          waiting.get(id)?.delete(finish);
          if (waiting.get(id)?.size === 0) waiting.delete(id);
          finish({ state: 'left' });
        };
        if (signal.aborted) return finish({ state: 'left' });
        signal.addEventListener('abort', left, { once: true });
        const same = waiting.get(id) ?? new Set();
        waiting.set(id, same.add(finish));
        look();
      });
    },
  };
}
