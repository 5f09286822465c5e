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

const filter = z.object({
  projectId: z.string().optional(),
  connectorId: z.string().optional(),
  accountId: z.string().optional(),
  /** Exactly this tool, resource or prompt. */
  subject: z.string().max(8192).optional(),
  kind: activityKind.optional(),
  door: door.optional(),
  outcome: activityOutcome.optional(),
  /** Part of what the entry says, upper or lower case. */
  search: z.string().max(200).optional(),
  /** Epoch milliseconds, both included. */
  from: z.coerce.number().optional(),
  to: z.coerce.number().optional(),
  /** Entries before this sequence: the next page. */
  before: z.coerce.number().optional(),
  /** For administrators: not only one's own. */
  everybody: z.stringbool().default(false),
});

/** Whether the record is as it was written; the first broken link where it is not. */
export const chainVerdict = z.discriminatedUnion('intact', [
  z.object({
    intact: z.literal(true),
    /** Links checked, after link `from`; what is older was removed because of its age. */
    links: z.number(),
    from: z.number(),
    /** Note it down elsewhere: a later record that does not hold it was cut. */
    head: z.object({ sequence: z.number(), hash: z.string() }),
  }),
  z.object({
    intact: z.literal(false),
    links: z.number(),
    sequence: z.number(),
    entryId: z.string().optional(),
    sentence: z.string(),
  }),
]);
export type ChainVerdict = z.output<typeof chainVerdict>;

const retention = z.object({ keepDays: z.number().optional() });

export const activityEndpoints = {
  list: defineEndpoint({
    id: 'activity.list',
    method: 'GET',
    path: '/api/activity',
    access: 'person',
    scope: 'read',
    summary: 'Newest first; filter by anything',
    query: filter.extend({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
    response: z.object({ entries: z.array(activityEntry), nextBefore: z.number().optional() }),
  }),
  export: defineEndpoint({
    id: 'activity.export',
    method: 'GET',
    path: '/api/activity/export',
    access: 'person',
    scope: 'read',
    summary: 'The same entries as a file: CSV for spreadsheets, JSON Lines for programs',
    query: filter.extend({ format: z.enum(['csv', 'jsonl']).default('csv') }),
    response: z.instanceof(Response),
  }),
  verify: defineEndpoint({
    id: 'activity.verify',
    method: 'GET',
    path: '/api/activity/verify',
    access: 'administrator',
    scope: 'read',
    summary: 'Whether the record is as it was written',
    response: chainVerdict,
  }),
  readRetention: defineEndpoint({
    id: 'activity.retention.read',
    method: 'GET',
    path: '/api/activity/retention',
    access: 'administrator',
    scope: 'read',
    summary: 'How many days activity is kept; for ever when none are given',
    response: retention,
  }),
  setRetention: defineEndpoint({
    id: 'activity.retention.set',
    method: 'PUT',
    path: '/api/activity/retention',
    access: 'administrator',
    scope: 'write',
    summary: 'Keep activity for so many days, or for ever; what is older is removed at once',
    body: z.object({ keepDays: z.number().int().min(1).max(36_500).nullable() }),
    response: retention,
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
