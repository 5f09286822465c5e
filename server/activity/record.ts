// The activity record as other features write it.
import type { ActivityEntry } from '#shared/contract/activity.ts';

export type NewActivity = Omit<
  ActivityEntry,
  'id' | 'sequence' | 'at' | 'outcome' | 'personName' | 'connectorName'
> & {
  /** The id to give the entry; a call's entry carries the call's own id. Made when absent. */
  id?: string;
};

export type ActivityEnd = Pick<
  ActivityEntry,
  'outcome' | 'problem' | 'milliseconds' | 'resultBytes' | 'refusal' | 'approvalId'
>;

export interface ActivityRecord {
  /** Durable when it resolves (group commit); a call may only be sent after that. Throws when it cannot be written. */
  begin(entry: NewActivity): Promise<{ id: string; sequence: number }>;
  /**
   * Records how it ended; exactly once per entry. `patient`: nobody waits for it, so it may be written some
   * milliseconds later, together with others.
   */
  end(id: string, end: ActivityEnd, how?: { patient: boolean }): Promise<void>;
  /** One entry that is over when it is written: refusals, changes, sign-ins. */
  write(entry: NewActivity, end: ActivityEnd): Promise<{ id: string; sequence: number }>;
}
