// What a conversation is made of: messages in a tree, each a list of parts, and the events that build them.
import { z } from 'zod';
import { attachment } from './attachments.ts';
import { elicitation, refusal } from './calls.ts';
import { modelChoice } from './models.ts';

const problem = z.object({ code: z.string(), message: z.string(), fix: z.string().optional() });

/**
 * running: pending → sending → (waiting-approval | waiting-answer)* → one end.
 * `unknown`: Causeway stopped after it was sent; it may have run and is never sent again by itself.
 */
export const toolCallState = z.enum([
  'pending',
  'sending',
  'waiting-approval',
  'waiting-answer',
  'task',
  'completed',
  'refused',
  'failed',
  'cancelled',
  'unknown',
]);
export type ToolCallState = z.output<typeof toolCallState>;

export const toolCallPart = z.object({
  type: z.literal('tool-call'),
  /** Unique in the conversation. */
  id: z.string(),
  /** Who called: the model, or the person by hand. */
  by: z.enum(['model', 'person']),
  connectorId: z.string(),
  connectorName: z.string(),
  /** As the server names it. */
  tool: z.string(),
  title: z.string().optional(),
  arguments: z.record(z.string(), z.unknown()),
  state: toolCallState,
  /** Id at the gate, once it was accepted: for `calls.answer`, `calls.cancel`, `calls.kept-result` and activity. */
  callId: z.string().optional(),
  /** In `waiting-approval`: for `approvals.get` and `approvals.answer`. */
  approvalId: z.string().optional(),
  /** In `waiting-answer`: open questions of the server, for `calls.answer`. */
  questions: z.array(elicitation).optional(),
  progress: z
    .object({ progress: z.number(), total: z.number().optional(), message: z.string().optional() })
    .optional(),
  /** The result of the server as it came: `content`, `structuredContent`, `isError`, `_meta`. */
  result: z.record(z.string(), z.unknown()).optional(),
  /** Set when `result` was cut: the whole is at `calls.kept-result`. */
  cut: z.string().optional(),
  refusal: refusal.optional(),
  problem: problem.optional(),
  startedAt: z.number(),
  milliseconds: z.number().optional(),
});
export type ToolCallPart = z.output<typeof toolCallPart>;

export const messagePart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('reasoning'), text: z.string() }),
  z.object({ type: z.literal('attachment'), attachmentId: z.string(), name: z.string() }),
  toolCallPart,
  /** The model looked for a tool, read its definition, or paged through a kept result; nothing was sent anywhere. */
  z.object({
    type: z.literal('lookup'),
    id: z.string(),
    what: z.enum(['search', 'describe', 'result']),
    /** What was asked: the words, the tool's name. */
    input: z.string(),
    /** What came back, in words. */
    summary: z.string(),
  }),
  /** Something the person should know: the turn reached its limit of calls, an attachment was left out. */
  z.object({ type: z.literal('notice'), text: z.string() }),
]);
export type MessagePart = z.output<typeof messagePart>;

/**
 * A user's message is `done`. An assistant's is its turn:
 * pending → streaming ⇄ waiting-approval | waiting-answer | calling → done | failed | stopped | interrupted.
 */
export const messageState = z.enum([
  'pending',
  'streaming',
  'calling',
  'waiting-approval',
  'waiting-answer',
  'done',
  'failed',
  'stopped',
  'interrupted',
]);
export type MessageState = z.output<typeof messageState>;

export const message = z.object({
  id: z.string(),
  /** `null`: a first message. Several children of one parent are branches. */
  parentId: z.string().nullable(),
  role: z.enum(['user', 'assistant']),
  state: messageState,
  parts: z.array(messagePart),
  model: modelChoice.extend({ name: z.string() }).optional(),
  /** In `failed` and `interrupted`. */
  problem: problem.optional(),
  /** As the provider counted, summed over the turn. */
  usage: z
    .object({ inputTokens: z.number(), outputTokens: z.number(), cachedInputTokens: z.number().optional() })
    .optional(),
  createdAt: z.number(),
  endedAt: z.number().optional(),
});
export type Message = z.output<typeof message>;

export const toolMode = z.enum(['auto', 'always', 'on-demand']);
/** *Auto / Always available / On demand*. */
export type ToolMode = z.output<typeof toolMode>;

export const conversation = z.object({
  id: z.string(),
  projectId: z.string(),
  title: z.string(),
  /** Absent: by hand. */
  model: modelChoice.optional(),
  toolMode,
  /** Connectors whose tools the model does not get; all others of the project are on. */
  connectorsOff: z.array(z.string()),
  /** The message at whose end the conversation stands; its ancestors are the branch that is shown. */
  headId: z.string().nullable(),
  /** A turn is running. */
  running: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
});
export type Conversation = z.output<typeof conversation>;

/**
 * What happens in a conversation, in the order of `sequence` (from 1, without gaps). Every event may be applied
 * again without harm: `message`, `part` and `attachment` replace; `text` is put at its offset.
 */
export const conversationEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('conversation'), sequence: z.number(), conversation }),
  /** A new message, or one with another state; its parts come along. */
  z.object({ kind: z.literal('message'), sequence: z.number(), message }),
  /** Another state of a message; its parts stay. */
  z.object({ kind: z.literal('state'), sequence: z.number(), message: message.omit({ parts: true }) }),
  /** A part at its place: new, or replacing. */
  z.object({
    kind: z.literal('part'),
    sequence: z.number(),
    messageId: z.string(),
    index: z.number(),
    part: messagePart,
  }),
  /** Text of a `text` or `reasoning` part: what stood from `at` (UTF-16 units) on is replaced by `text`. */
  z.object({
    kind: z.literal('text'),
    sequence: z.number(),
    messageId: z.string(),
    index: z.number(),
    at: z.number(),
    text: z.string(),
  }),
  z.object({ kind: z.literal('attachment'), sequence: z.number(), attachment }),
  z.object({ kind: z.literal('attachment-removed'), sequence: z.number(), attachmentId: z.string() }),
  /** Everything up to `sequence` was told; what follows is live. */
  z.object({ kind: z.literal('caught-up'), sequence: z.number() }),
  /** What came after the asked sequence is not kept any more: get the conversation again and follow from its sequence. */
  z.object({ kind: z.literal('start-over'), sequence: z.number() }),
]);
export type ConversationEvent = z.output<typeof conversationEvent>;
