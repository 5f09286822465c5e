// Usage limits: at most so many calls, or so much of one argument, in a window. One counter for every path.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { limitState } from './permissions.ts';

export const limitPeriod = z.enum(['minute', 'hour', 'day', 'month', 'conversation']);

/** What a limit is on: a tool and a connector need `connectorId`, a tool `tool`, a project `projectId`. */
export const limitInput = z.object({
  scope: z.enum(['tool', 'connector', 'project', 'person']),
  connectorId: z.string().optional(),
  tool: z.string().max(200).optional(),
  projectId: z.string().optional(),
  period: limitPeriod,
  /** Calls, or the sum of the argument; 0 lets nothing through. */
  maximum: z.number().min(0).max(1_000_000_000),
  /** JSON pointer of the numeric argument to sum; absent: calls are counted. */
  amountPath: z.string().max(500).optional(),
  /** IANA name in which days and months begin: `Europe/Vienna`. */
  timeZone: z.string().max(100),
});

export const usageLimit = limitInput.extend({
  id: z.string(),
  connectorName: z.string().optional(),
  state: limitState,
  createdAt: z.number(),
});
export type UsageLimitView = z.output<typeof usageLimit>;

const limitParams = z.object({ limitId: z.string() });

export const limitEndpoints = {
  list: defineEndpoint({
    id: 'limits.list',
    method: 'GET',
    path: '/api/limits',
    access: 'person',
    scope: 'read',
    summary: 'Usage limits with what is used, left, and when they reset',
    query: z.object({
      connectorId: z.string().optional(),
      projectId: z.string().optional(),
      conversationId: z.string().optional(),
    }),
    response: z.object({ limits: z.array(usageLimit) }),
  }),
  add: defineEndpoint({
    id: 'limits.add',
    method: 'POST',
    path: '/api/limits',
    access: 'person',
    scope: 'write',
    summary: 'Set a usage limit',
    body: limitInput,
    response: z.object({ limit: usageLimit }),
  }),
  edit: defineEndpoint({
    id: 'limits.edit',
    method: 'PATCH',
    path: '/api/limits/:limitId',
    access: 'person',
    scope: 'write',
    summary: 'Change the maximum, the period or the time zone',
    params: limitParams,
    body: limitInput.pick({ maximum: true, period: true, timeZone: true }).partial(),
    response: z.object({ limit: usageLimit }),
  }),
  remove: defineEndpoint({
    id: 'limits.remove',
    method: 'DELETE',
    path: '/api/limits/:limitId',
    access: 'person',
    scope: 'write',
    summary: 'Remove a usage limit and its counters',
    params: limitParams,
    response: z.object({ removed: z.literal(true) }),
  }),
};
