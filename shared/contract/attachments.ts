// Attachments: resources, prompts and files that a conversation holds.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

/** One piece of what is attached. `data` is base64. */
export const attachedContent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), mimeType: z.string().optional() }),
  z.object({ type: z.literal('image'), data: z.string(), mimeType: z.string() }),
  z.object({ type: z.literal('audio'), data: z.string(), mimeType: z.string() }),
  /** PDF and everything else that is no text. */
  z.object({ type: z.literal('blob'), data: z.string(), mimeType: z.string() }),
]);
export type AttachedContent = z.output<typeof attachedContent>;

export const attachmentSource = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('resource'),
    connectorId: z.string(),
    accountId: z.string().optional(),
    uri: z.string().max(8192),
  }),
  z.object({
    kind: z.literal('prompt'),
    connectorId: z.string(),
    accountId: z.string().optional(),
    prompt: z.string().max(256),
    arguments: z.record(z.string(), z.string()).default({}),
  }),
  z.object({ kind: z.literal('file') }),
]);
export type AttachmentSource = z.output<typeof attachmentSource>;

export const attachment = z.object({
  id: z.string(),
  conversationId: z.string(),
  source: attachmentSource,
  /** Title or name of the resource or prompt, or the file's name. */
  name: z.string(),
  connectorName: z.string().optional(),
  mimeType: z.string().optional(),
  bytes: z.number(),
  /** Estimate of what a model pays for it. */
  tokens: z.number(),
  /** `pinned`: stays as it was read. `live`: read again before each turn, and marked when the server tells of a change. */
  mode: z.enum(['pinned', 'live']),
  state: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('ready') }),
    /** Too large: only the beginning is attached; the notice says how much. */
    z.object({ kind: z.literal('partial'), notice: z.string() }),
    z.object({
      kind: z.literal('failed'),
      problem: z.object({ code: z.string(), message: z.string(), fix: z.string().optional() }),
    }),
  ]),
  /** Live, and the server told of a change since it was read. */
  changed: z.boolean(),
  /** Message that carries it; absent while it waits for the next turn. */
  messageId: z.string().optional(),
  readAt: z.number(),
});
export type Attachment = z.output<typeof attachment>;

const conversationParams = z.object({ conversationId: z.string() });
const attachmentParams = conversationParams.extend({ attachmentId: z.string() });

export const attachmentEndpoints = {
  attach: defineEndpoint({
    id: 'attachments.attach',
    method: 'POST',
    path: '/api/conversations/:conversationId/attachments',
    access: 'person',
    scope: 'call',
    summary: 'Attach a resource or a prompt: it is read through the gate; choosing it is the approval',
    params: conversationParams,
    body: z.object({
      source: z.discriminatedUnion('kind', [attachmentSource.options[0], attachmentSource.options[1]]),
      mode: z.enum(['pinned', 'live']).default('pinned'),
    }),
    response: z.object({ attachment }),
  }),
  attachFile: defineEndpoint({
    id: 'attachments.attach-file',
    method: 'POST',
    path: '/api/conversations/:conversationId/files',
    access: 'person',
    scope: 'write',
    summary: 'Attach a file; up to 10 MiB',
    params: conversationParams,
    body: z.object({
      name: z.string().trim().min(1).max(255),
      mimeType: z.string().max(255).default('application/octet-stream'),
      /** Base64. */
      data: z.base64(),
    }),
    maxBodyBytes: 15 * 1_048_576,
    response: z.object({ attachment }),
  }),
  contents: defineEndpoint({
    id: 'attachments.contents',
    method: 'GET',
    path: '/api/conversations/:conversationId/attachments/:attachmentId',
    access: 'person',
    scope: 'read',
    summary: 'What is attached, for the preview; a prompt also as its messages',
    params: attachmentParams,
    response: z.object({
      attachment,
      contents: z.array(attachedContent),
      messages: z
        .array(z.object({ role: z.enum(['user', 'assistant']), contents: z.array(attachedContent) }))
        .optional(),
    }),
  }),
  refresh: defineEndpoint({
    id: 'attachments.refresh',
    method: 'POST',
    path: '/api/conversations/:conversationId/attachments/:attachmentId/refresh',
    access: 'person',
    scope: 'call',
    summary: 'Read it again now',
    params: attachmentParams,
    body: z.object({}),
    response: z.object({ attachment }),
  }),
  setMode: defineEndpoint({
    id: 'attachments.set-mode',
    method: 'PATCH',
    path: '/api/conversations/:conversationId/attachments/:attachmentId',
    access: 'person',
    scope: 'write',
    summary: 'Pin it, or keep it live',
    params: attachmentParams,
    body: z.object({ mode: z.enum(['pinned', 'live']) }),
    response: z.object({ attachment }),
  }),
  remove: defineEndpoint({
    id: 'attachments.remove',
    method: 'DELETE',
    path: '/api/conversations/:conversationId/attachments/:attachmentId',
    access: 'person',
    scope: 'write',
    summary: 'Take it out of the conversation, also for later turns',
    params: attachmentParams,
    response: z.object({ removed: z.literal(true) }),
  }),
};
