// A conversation as a page holds it. Pure: events in, state out; every event may come twice.
import type { Attachment } from '#shared/contract/attachments.ts';
import type {
  Conversation,
  ConversationEvent,
  Message,
  MessagePart,
} from '#shared/contract/conversation-parts.ts';

export interface ConversationState {
  conversation: Conversation;
  messages: readonly Message[];
  attachments: readonly Attachment[];
  /** The last event that is in here. */
  sequence: number;
}

const put = <Item extends { id: string }>(list: readonly Item[], item: Item): readonly Item[] =>
  list.some((each) => each.id === item.id)
    ? list.map((each) => (each.id === item.id ? item : each))
    : [...list, item];

const changeMessage = (
  state: ConversationState,
  id: string,
  change: (message: Message) => Message,
): ConversationState => ({
  ...state,
  messages: state.messages.map((message) => (message.id === id ? change(message) : message)),
});

function changePart(
  message: Message,
  index: number,
  change: (part: MessagePart | undefined) => MessagePart,
): Message {
  const parts = [...message.parts];
  parts[index] = change(parts[index]);
  return { ...message, parts };
}

function applyKind(state: ConversationState, event: ConversationEvent): ConversationState {
  switch (event.kind) {
    case 'conversation':
      return { ...state, conversation: event.conversation };
    case 'message':
      return { ...state, messages: put(state.messages, event.message) };
    case 'state':
      return changeMessage(state, event.message.id, ({ parts }) => ({ ...event.message, parts }));
    case 'part':
      return changeMessage(state, event.messageId, (message) =>
        changePart(message, event.index, () => event.part),
      );
    case 'text':
      return changeMessage(state, event.messageId, (message) =>
        changePart(message, event.index, (part) => {
          const before = part?.type === 'text' || part?.type === 'reasoning' ? part : undefined;
          const text = (before?.text ?? '').slice(0, event.at) + event.text;
          return { type: before?.type ?? 'text', text };
        }),
      );
    case 'attachment':
      return { ...state, attachments: put(state.attachments, event.attachment) };
    case 'attachment-removed':
      return {
        ...state,
        attachments: state.attachments.filter((attachment) => attachment.id !== event.attachmentId),
      };
    case 'caught-up':
    case 'start-over':
      return state;
  }
}

export const applyEvent = (state: ConversationState, event: ConversationEvent): ConversationState => ({
  ...applyKind(state, event),
  sequence: Math.max(state.sequence, event.sequence),
});

/** What the answer to a sent message told, where the stream was not faster. */
export function addNew(state: ConversationState, added: (Message | undefined)[]): ConversationState {
  const known = new Set(state.messages.map((message) => message.id));
  const news = added.filter((message): message is Message => message !== undefined && !known.has(message.id));
  return news.length === 0 ? state : { ...state, messages: [...state.messages, ...news] };
}

/** The messages from the first one to the head. */
export function branchOf({ conversation, messages }: ConversationState): Message[] {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const branch: Message[] = [];
  let at = conversation.headId === null ? undefined : byId.get(conversation.headId);
  while (at !== undefined && branch.length <= messages.length) {
    branch.push(at);
    at = at.parentId === null ? undefined : byId.get(at.parentId);
  }
  return branch.reverse();
}

/** Messages that stand at the same place, oldest first: the branches there. */
export const siblingsOf = (messages: readonly Message[], message: Message): Message[] =>
  messages
    .filter((each) => each.parentId === message.parentId && each.role === message.role)
    .sort((one, other) => one.createdAt - other.createdAt);

/** Where a branch ends: its latest leaf. */
export function endOf(messages: readonly Message[], id: string): string {
  let end = id;
  for (let steps = 0; steps <= messages.length; steps += 1) {
    const children = messages.filter((message) => message.parentId === end);
    const last = children.sort((one, other) => other.createdAt - one.createdAt)[0];
    if (last === undefined) return end;
    end = last.id;
  }
  return end;
}
