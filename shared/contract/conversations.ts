// Conversations: history lives on the server; a page sends only what is new and follows one stream of events.
import { z } from 'zod';
import { attachment } from './attachments.ts';
import { conversation, conversationEvent, message, toolMode } from './conversation-parts.ts';
import { defineEndpoint } from './endpoint.ts';
import { modelChoice } from './models.ts';

const conversationParams = z.object({ conversationId: z.string() });
const messageParams = conversationParams.extend({ messageId: z.string() });
const title = z.string().trim().min(1).max(200);

/** Choices that stay with the conversation; absent ones stay as they are. */
const choices = {
  /** `null`: by hand, no model answers. */
  model: modelChoice.nullable().optional(),
  toolMode: toolMode.optional(),
  connectorsOff: z.array(z.string()).max(1000).optional(),
};

const turnText = z.string().max(400_000);
/** Same id, same turn: a repeated request is answered with the first one's turn. */
const requestId = z.string().max(128).optional();

const startedTurn = z.object({
  conversation,
  /** The person's message; absent for a retry. */
  message: message.optional(),
  /** The message that the model is going to fill; absent by hand. */
  turn: message.optional(),
  /** Follow the stream from here. */
  sequence: z.number(),
});

export const conversationEndpoints = {
  create: defineEndpoint({
    id: 'conversations.create',
    method: 'POST',
    path: '/api/conversations',
    access: 'person',
    scope: 'write',
    summary: 'Start a conversation; without a model it works by hand',
    body: z.object({ projectId: z.string().optional(), title: title.optional(), ...choices }),
    response: z.object({ conversation }),
  }),
  list: defineEndpoint({
    id: 'conversations.list',
    method: 'GET',
    path: '/api/conversations',
    access: 'person',
    scope: 'read',
    summary: 'Latest first; `search` looks into titles and what was said',
    query: z.object({
      projectId: z.string().optional(),
      search: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
      /** `nextBefore` of the page before. */
      before: z.string().max(200).optional(),
    }),
    response: z.object({
      conversations: z.array(conversation.extend({ excerpt: z.string().optional() })),
      nextBefore: z.string().optional(),
    }),
  }),
  get: defineEndpoint({
    id: 'conversations.get',
    method: 'GET',
    path: '/api/conversations/:conversationId',
    access: 'person',
    scope: 'read',
    summary: 'A conversation with all its messages, of every branch, and its attachments',
    params: conversationParams,
    response: z.object({
      conversation,
      messages: z.array(message),
      attachments: z.array(attachment),
      /** Follow the stream from here. */
      sequence: z.number(),
    }),
  }),
  edit: defineEndpoint({
    id: 'conversations.edit',
    method: 'PATCH',
    path: '/api/conversations/:conversationId',
    access: 'person',
    scope: 'write',
    summary: 'Rename, choose the model, tools and connectors, or another branch',
    params: conversationParams,
    body: z.object({ title: title.optional(), headId: z.string().optional(), ...choices }),
    response: z.object({ conversation }),
  }),
  remove: defineEndpoint({
    id: 'conversations.remove',
    method: 'DELETE',
    path: '/api/conversations/:conversationId',
    access: 'person',
    scope: 'write',
    summary: 'Delete a conversation with everything in it; a running turn is stopped first',
    params: conversationParams,
    response: z.object({ removed: z.literal(true) }),
  }),
  export: defineEndpoint({
    id: 'conversations.export',
    method: 'GET',
    path: '/api/conversations/:conversationId/export',
    access: 'person',
    scope: 'read',
    summary: 'The shown branch as a file: Markdown to read, JSON with every branch, or one prompt to paste',
    params: conversationParams,
    query: z.object({ format: z.enum(['markdown', 'json', 'prompt']).default('markdown') }),
    response: z.instanceof(Response),
  }),
  send: defineEndpoint({
    id: 'conversations.send',
    method: 'POST',
    path: '/api/conversations/:conversationId/turns',
    access: 'person',
    scope: 'call',
    summary: 'Send what is new; the model answers in the stream. Without a model it is a note.',
    params: conversationParams,
    body: z.object({
      text: turnText,
      attachmentIds: z.array(z.string()).max(100).default([]),
      /** Message to go on from; absent: the end of the shown branch. */
      parentId: z.string().nullable().optional(),
      requestId,
      ...choices,
    }),
    response: startedTurn,
  }),
  editMessage: defineEndpoint({
    id: 'conversations.edit-message',
    method: 'POST',
    path: '/api/conversations/:conversationId/messages/:messageId/edit',
    access: 'person',
    scope: 'call',
    summary: 'Say something else instead of this message: a branch beside it, with a turn of its own',
    params: messageParams,
    body: z.object({
      text: turnText,
      /** Absent: the same as before. */
      attachmentIds: z.array(z.string()).max(100).optional(),
      requestId,
      ...choices,
    }),
    response: startedTurn,
  }),
  retry: defineEndpoint({
    id: 'conversations.retry',
    method: 'POST',
    path: '/api/conversations/:conversationId/messages/:messageId/retry',
    access: 'person',
    scope: 'call',
    summary: 'Let a model answer again: to this message of the person, or instead of this answer',
    params: messageParams,
    body: z.object({ requestId, ...choices }),
    response: startedTurn,
  }),
  stop: defineEndpoint({
    id: 'conversations.stop',
    method: 'POST',
    path: '/api/conversations/:conversationId/stop',
    access: 'person',
    scope: 'call',
    summary: 'Stop the running turn; its calls are cancelled',
    params: conversationParams,
    body: z.object({}),
    response: z.object({ stopping: z.boolean() }),
  }),
  runTool: defineEndpoint({
    id: 'conversations.run-tool',
    method: 'POST',
    path: '/api/conversations/:conversationId/calls',
    access: 'person',
    scope: 'call',
    summary:
      'Run a tool by hand into the conversation; pressing Run is the approval. Follow it in the stream.',
    params: conversationParams,
    body: z.object({
      connectorId: z.string(),
      tool: z.string().max(256),
      arguments: z.record(z.string(), z.unknown()).default({}),
      accountId: z.string().optional(),
      requestId,
    }),
    response: z.object({ message, sequence: z.number() }),
  }),
  context: defineEndpoint({
    id: 'conversations.context',
    method: 'GET',
    path: '/api/conversations/:conversationId/context',
    access: 'person',
    scope: 'read',
    summary: 'How full the context window is, by estimate, and how the model would get its tools',
    params: conversationParams,
    response: z.object({
      /** Absent without a model. */
      contextTokens: z.number().optional(),
      messages: z.number(),
      /** Attached, waiting ones included. */
      attachments: z.number(),
      tools: z.number(),
      /** What the definitions of all tools would cost. */
      allTools: z.number(),
      toolCount: z.number(),
      /** What *Auto* comes to now. */
      toolMode: z.enum(['always', 'on-demand']),
    }),
  }),
  stream: defineEndpoint({
    id: 'conversations.stream',
    method: 'GET',
    path: '/api/conversations/:conversationId/stream',
    access: 'person',
    scope: 'read',
    summary: 'Everything after a sequence, then live; any number of pages may follow, and come back',
    params: conversationParams,
    query: z.object({ after: z.coerce.number().int().min(0) }),
    response: conversationEvent,
    answer: 'events',
  }),
};
