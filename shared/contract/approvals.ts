// Approvals: pending questions to a person about one exact call.
import { z } from 'zod';
import { door } from './activity.ts';
import { callGroup } from './catalogue.ts';
import { defineEndpoint } from './endpoint.ts';
import { condition, limitState, verdict } from './permissions.ts';

export const approvalState = z.enum([
  'pending',
  'approved',
  'denied',
  'expired',
  'void',
  'withdrawn',
  'used',
]);

export const approval = z.object({
  id: z.string(),
  state: approvalState,
  connectorId: z.string(),
  connectorName: z.string(),
  account: z.object({ id: z.string(), label: z.string(), identity: z.string().optional() }),
  method: z.string(),
  /** Tool, prompt or resource. */
  subject: z.string(),
  title: z.string().optional(),
  group: callGroup,
  /** The exact arguments in canonical JSON (RFC 8785), with characters that cannot be seen written out as `⟦U+200B⟧`. */
  argumentsShown: z.string(),
  arguments: z.unknown(),
  argumentsBytes: z.number(),
  /** Characters in the arguments that cannot be seen: `U+200B`. */
  hiddenCharacters: z.array(z.string()),
  argumentsDigest: z.string(),
  why: verdict,
  from: z.object({ door, client: z.string().optional(), conversationId: z.string().optional() }),
  /** True: a call waits and goes on by itself; false: the client has to call again. */
  held: z.boolean(),
  limits: z.array(limitState),
  /** Conditions proposed for *Always allow when …*, from these arguments. */
  proposals: z.array(z.object({ sentence: z.string(), conditions: z.array(condition) })),
  createdAt: z.number(),
  expiresAt: z.number(),
  answeredAt: z.number().optional(),
  reason: z.string().optional(),
  callId: z.string(),
});
export type ApprovalView = z.output<typeof approval>;

const approvalParams = z.object({ approvalId: z.string() });

export const approvalEndpoints = {
  list: defineEndpoint({
    id: 'approvals.list',
    method: 'GET',
    path: '/api/approvals',
    access: 'person',
    scope: 'read',
    summary: 'The inbox: waiting ones, or the latest of all; newest first',
    query: z.object({
      waiting: z.enum(['true', 'false']).default('true'),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ approvals: z.array(approval) }),
  }),
  get: defineEndpoint({
    id: 'approvals.get',
    method: 'GET',
    path: '/api/approvals/:approvalId',
    access: 'person',
    scope: 'read',
    summary: 'One approval',
    params: approvalParams,
    response: z.object({ approval }),
  }),
  answer: defineEndpoint({
    id: 'approvals.answer',
    method: 'POST',
    path: '/api/approvals/:approvalId/answer',
    access: 'person',
    scope: 'session',
    summary: 'Allow once, Always allow (the tool, or with a rule), or Deny',
    params: approvalParams,
    body: z.discriminatedUnion('answer', [
      z.object({ answer: z.literal('allow-once') }),
      /** Without conditions the tool itself becomes *Always allow*. */
      z.object({ answer: z.literal('always-allow'), conditions: z.array(condition).max(20).optional() }),
      z.object({ answer: z.literal('deny'), reason: z.string().trim().max(500).optional() }),
    ]),
    response: z.object({ approval }),
  }),
};
