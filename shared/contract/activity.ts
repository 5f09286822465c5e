// Activity: the record of every call and every change.
import { z } from 'zod';
import { refusal } from './calls.ts';
import { defineEndpoint } from './endpoint.ts';

/** By which door a call came in. */
export const door = z.enum(['by-hand', 'chat', 'gateway', 'app', 'task', 'command-line', 'background']);
export type Door = z.output<typeof door>;

export const activityKind = z.enum([
  'tool-call',
  'resource-read',
  'prompt-get',
  'completion',
  'change',
  'sign-in',
]);

/** `started` is durable before anything is sent; it stays when the process dies, and is then shown as `unknown`. */
export const activityOutcome = z.enum([
  'started',
  'completed',
  'tool-error',
  'refused',
  'failed',
  'cancelled',
  'unknown',
]);

export const activityEntry = z.object({
  id: z.string(),
  /** Position in the record, ever growing. */
  sequence: z.number(),
  kind: activityKind,
  at: z.number(),
  personId: z.string(),
  personName: z.string().optional(),
  projectId: z.string(),
  door: door,
  /** The client by its own name, for calls from outside. */
  client: z.string().optional(),
  connectorId: z.string().optional(),
  connectorName: z.string().optional(),
  accountId: z.string().optional(),
  /** Tool, resource URI, prompt, or the thing changed. */
  subject: z.string(),
  /** RFC 8785 SHA-256 of the arguments, hex. */
  argumentsDigest: z.string().optional(),
  /** Arguments with secrets redacted, capped. */
  arguments: z.unknown().optional(),
  decision: z.enum(['allow', 'ask', 'block']).optional(),
  decidedBy: z.object({ layer: z.string(), ruleId: z.string().optional(), sentence: z.string() }).optional(),
  approvalId: z.string().optional(),
  refusal: refusal.optional(),
  outcome: activityOutcome,
  problem: z.object({ code: z.string(), message: z.string() }).optional(),
  milliseconds: z.number().optional(),
  resultBytes: z.number().optional(),
  /** For changes: what was changed, in words. */
  summary: z.string().optional(),
});
export type ActivityEntry = z.output<typeof activityEntry>;

export const activityEndpoints = {
  list: defineEndpoint({
    id: 'activity.list',
    method: 'GET',
    path: '/api/activity',
    access: 'person',
    scope: 'read',
    summary: 'Newest first; filter by anything',
    query: z.object({
      projectId: z.string().optional(),
      connectorId: z.string().optional(),
      kind: activityKind.optional(),
      door: door.optional(),
      outcome: activityOutcome.optional(),
      search: z.string().max(200).optional(),
      from: z.coerce.number().optional(),
      to: z.coerce.number().optional(),
      before: z.coerce.number().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: z.object({ entries: z.array(activityEntry), nextBefore: z.number().optional() }),
  }),
  get: defineEndpoint({
    id: 'activity.get',
    method: 'GET',
    path: '/api/activity/:entryId',
    access: 'person',
    scope: 'read',
    summary: 'The whole story of one entry',
    params: z.object({ entryId: z.string() }),
    response: z.object({ entry: activityEntry }),
  }),
};
