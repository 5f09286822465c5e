// Words and times of approvals.
import type { ApprovalView } from '#shared/contract/approvals.ts';
import { doorWords } from '../activity/words.ts';
import type { Tone } from '../components/state.tsx';

export const approvalStateWords: Record<ApprovalView['state'], { word: string; tone: Tone }> = {
  pending: { word: 'Waits for you', tone: 'wait' },
  approved: { word: 'Allowed', tone: 'ok' },
  used: { word: 'Allowed and used', tone: 'ok' },
  denied: { word: 'Denied', tone: 'bad' },
  expired: { word: 'Ended without an answer', tone: 'idle' },
  void: { word: 'Void: a permission or definition changed', tone: 'idle' },
  withdrawn: { word: 'Withdrawn by the caller', tone: 'idle' },
};

/** "12 s", "4 min", "2 h". */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${Math.round(seconds / 3_600)} h`;
  return `${Math.round(seconds / 86_400)} days`;
}

export const fromWords = ({ from }: ApprovalView): string => from.client ?? doorWords[from.door];

export const accountWords = ({ account }: ApprovalView): string => account.identity ?? account.label;
