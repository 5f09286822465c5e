// The words of the record on screen.
import type { z } from 'zod';
import type { activityKind, activityOutcome, Door } from '#shared/contract/activity.ts';
import type { Tone } from '../components/state.tsx';

type Outcome = z.output<typeof activityOutcome>;
type Kind = z.output<typeof activityKind>;

export const outcomeWords: Record<Outcome, { word: string; tone: Tone }> = {
  started: { word: 'Running', tone: 'working' },
  completed: { word: 'Completed', tone: 'ok' },
  'tool-error': { word: 'Tool error', tone: 'bad' },
  refused: { word: 'Refused', tone: 'bad' },
  failed: { word: 'Failed', tone: 'bad' },
  cancelled: { word: 'Cancelled', tone: 'idle' },
  unknown: { word: 'Unknown', tone: 'wait' },
};

export const kindWords: Record<Kind, string> = {
  'tool-call': 'Tool call',
  'resource-read': 'Resource read',
  'prompt-get': 'Prompt',
  completion: 'Completion',
  change: 'Change',
  'sign-in': 'Sign-in',
};

export const doorWords: Record<Door, string> = {
  'by-hand': 'By hand',
  chat: 'Chat',
  gateway: 'Another app',
  app: 'MCP App',
  task: 'Task',
  'command-line': 'Command line',
  background: 'Background',
};

export const decisionWords = { allow: 'Always allow', ask: 'Needs approval', block: 'Blocked' };
