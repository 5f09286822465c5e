// Connection check: from the URL to the tool list, each step with what was sent and received.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

/** One request and its answer. Secrets are redacted and long bodies cut before this is made. */
export const exchange = z.object({
  sent: z.object({
    method: z.string(),
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string().optional(),
  }),
  /** Absent when no answer came; `error` then says why. */
  received: z
    .object({ status: z.number(), headers: z.record(z.string(), z.string()), body: z.string().optional() })
    .optional(),
  error: z.string().optional(),
  milliseconds: z.number(),
});
export type Exchange = z.output<typeof exchange>;

/** The steps in their order. */
export const checkStepName = z.enum([
  'url',
  'dns',
  'address',
  'tls',
  'protocol',
  'resource-metadata',
  'authorization-server',
  'registration',
  'authorization',
  'token',
  'catalogue',
]);
export type CheckStepName = z.output<typeof checkStepName>;

export const checkStep = z.object({
  step: checkStepName,
  state: z.enum(['running', 'passed', 'failed', 'skipped']),
  /** One line for a person: what was found, or why the step was skipped. */
  line: z.string(),
  /** Of a failed step: a stable code of `docs/error-codes.md`. */
  cause: z.string().optional(),
  /** Of a failed step: the one thing to do. */
  fix: z.string().optional(),
  exchanges: z.array(exchange),
  milliseconds: z.number(),
});
export type CheckStep = z.output<typeof checkStep>;

export const connectionCheckEndpoints = {
  run: defineEndpoint({
    id: 'connection-check.run',
    method: 'POST',
    path: '/api/connection-check',
    access: 'person',
    scope: 'write',
    summary: 'Check a URL, or a connector with one of its accounts, step by step; nothing is saved',
    body: z.union([
      z.object({ url: z.string().trim().min(1).max(2048) }),
      z.object({ connectorId: z.string(), accountId: z.string().optional() }),
    ]),
    response: checkStep,
    answer: 'events',
  }),
};
