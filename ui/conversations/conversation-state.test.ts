// The state of a conversation from its events: in any number of repetitions, on any branch.
import { expect, test } from 'vitest';
import type { ConversationEvent, Message } from '#shared/contract/conversation-parts.ts';
import {
  addNew,
  applyEvent,
  branchOf,
  type ConversationState,
  endOf,
  siblingsOf,
} from './conversation-state.ts';

const message = (id: string, parentId: string | null, role: Message['role'], createdAt: number): Message => ({
  id,
  parentId,
  role,
  state: 'done',
  parts: [],
  createdAt,
});

const start: ConversationState = {
  conversation: {
    id: 'c',
    projectId: 'p',
    title: '',
    toolMode: 'auto',
    connectorsOff: [],
    headId: 'a1',
    running: true,
    createdAt: 1,
    updatedAt: 1,
  },
  messages: [message('u', null, 'user', 1), message('a1', 'u', 'assistant', 2)],
  attachments: [],
  sequence: 0,
};

const events: ConversationEvent[] = [
  { kind: 'text', sequence: 1, messageId: 'a1', index: 0, at: 0, text: 'Good ' },
  { kind: 'text', sequence: 2, messageId: 'a1', index: 0, at: 5, text: 'day' },
  { kind: 'state', sequence: 3, message: { ...message('a1', 'u', 'assistant', 2), state: 'stopped' } },
];

test('text is put at its offset, and events that come twice change nothing more', () => {
  const once = events.reduce(applyEvent, start);
  const twice = [...events, ...events].reduce(applyEvent, start);
  expect(once.messages[1]).toMatchObject({ state: 'stopped', parts: [{ type: 'text', text: 'Good day' }] });
  expect(twice).toEqual(once);
  expect(twice.sequence).toBe(3);
});

test('a message that the stream already told is not set back by the answer to the request', () => {
  const streamed = events.reduce(applyEvent, start);
  expect(addNew(streamed, [message('a1', 'u', 'assistant', 2), undefined])).toBe(streamed);
});

test('the head says which branch is shown, and another branch is shown to its end', () => {
  const messages = [...start.messages, message('a2', 'u', 'assistant', 3), message('u2', 'a2', 'user', 4)];
  expect(branchOf({ ...start, messages }).map(({ id }) => id)).toEqual(['u', 'a1']);
  expect(siblingsOf(messages, message('a1', 'u', 'assistant', 2)).map(({ id }) => id)).toEqual(['a1', 'a2']);
  expect(endOf(messages, 'a2')).toBe('u2');
});
