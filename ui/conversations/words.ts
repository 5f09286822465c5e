// Words of conversations on screen.
import type { MessageState, ToolCallState } from '#shared/contract/conversation-parts.ts';
import type { Tone } from '../components/state.tsx';

export const titleOf = ({ title }: { title: string }): string => (title === '' ? 'New conversation' : title);

export const callStateWords: Record<ToolCallState, { word: string; tone: Tone }> = {
  pending: { word: 'About to run', tone: 'working' },
  sending: { word: 'Running', tone: 'working' },
  'waiting-approval': { word: 'Needs your approval', tone: 'wait' },
  'waiting-answer': { word: 'Asks you', tone: 'wait' },
  task: { word: 'Running as a task', tone: 'working' },
  completed: { word: 'Completed', tone: 'ok' },
  refused: { word: 'Refused', tone: 'bad' },
  failed: { word: 'Failed', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'idle' },
  unknown: { word: 'Not known whether it ran', tone: 'wait' },
};

export const isRunningCall = (state: ToolCallState): boolean =>
  ['pending', 'sending', 'waiting-approval', 'waiting-answer', 'task'].includes(state);

export const isRunningMessage = (state: MessageState): boolean =>
  ['pending', 'streaming', 'calling', 'waiting-approval', 'waiting-answer'].includes(state);
