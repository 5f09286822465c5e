// Calls made by hand: run a tool, read a resource, get a prompt, complete an argument. All pass the gate.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

const connectorParams = z.object({ connectorId: z.string() });
const anyJson = z.unknown();

/** A refusal always says which layer and rule refused, and where to change it. */
export const refusal = z.object({
  code: z.string(),
  layer: z.string(),
  ruleId: z.string().optional(),
  sentence: z.string(),
  /** Path in the web app where it can be changed. */
  link: z.string().optional(),
});
export type Refusal = z.output<typeof refusal>;

/** A question of the server in the middle of a call (elicitation), as the specification names its fields. */
export const elicitation = z.object({
  key: z.string(),
  mode: z.enum(['form', 'url']),
  /** Name of the connector whose server asks. */
  server: z.string().optional(),
  /** Why to be careful, for instance when a form seems to ask for a secret. */
  warning: z.string().optional(),
  message: z.string(),
  requestedSchema: z.record(z.string(), z.unknown()).optional(),
  url: z.string().optional(),
});
export const elicitationAnswer = z.object({
  action: z.enum(['accept', 'decline', 'cancel']),
  content: z.record(z.string(), z.unknown()).optional(),
});

/** What a running call says, in order; `accepted` comes first, exactly one of the last five ends it. */
export const callEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('accepted'), callId: z.string() }),
  z.object({
    kind: z.literal('progress'),
    progress: z.number(),
    total: z.number().optional(),
    message: z.string().optional(),
  }),
  z.object({ kind: z.literal('log'), level: z.string(), data: anyJson }),
  z.object({ kind: z.literal('question'), elicitation }),
  z.object({ kind: z.literal('approval-needed'), approvalId: z.string() }),
  z.object({
    kind: z.literal('completed'),
    result: z.record(z.string(), z.unknown()),
    milliseconds: z.number(),
    cut: z.string().optional(),
  }),
  z.object({ kind: z.literal('refused'), refusal }),
  z.object({
    kind: z.literal('failed'),
    problem: z.object({ code: z.string(), message: z.string(), fix: z.string().optional() }),
    /** `unknown`: it may have run. It is not tried again by itself. */
    outcome: z.enum(['not-sent', 'error', 'unknown']),
    milliseconds: z.number(),
  }),
  z.object({ kind: z.literal('cancelled'), milliseconds: z.number() }),
]);
export type CallEvent = z.output<typeof callEvent>;

export const callEndpoints = {
  runTool: defineEndpoint({
    id: 'calls.run-tool',
    method: 'POST',
    path: '/api/connectors/:connectorId/tools/run',
    access: 'person',
    scope: 'call',
    summary: 'Run a tool by hand; pressing Run is the approval. Closing the stream cancels the call.',
    params: connectorParams,
    body: z.object({
      tool: z.string(),
      arguments: z.record(z.string(), z.unknown()).default({}),
      accountId: z.string().optional(),
      /** Same key, same answer: a double click runs once. */
      idempotencyKey: z.string().max(128).optional(),
    }),
    response: callEvent,
    answer: 'events',
  }),
  readResource: defineEndpoint({
    id: 'calls.read-resource',
    method: 'POST',
    path: '/api/connectors/:connectorId/resources/read',
    access: 'person',
    scope: 'call',
    summary: 'Read a resource',
    params: connectorParams,
    body: z.object({ uri: z.string().max(8192), accountId: z.string().optional() }),
    response: callEvent,
    answer: 'events',
  }),
  getPrompt: defineEndpoint({
    id: 'calls.get-prompt',
    method: 'POST',
    path: '/api/connectors/:connectorId/prompts/get',
    access: 'person',
    scope: 'call',
    summary: 'Get the messages of a prompt',
    params: connectorParams,
    body: z.object({
      prompt: z.string(),
      arguments: z.record(z.string(), z.string()).default({}),
      accountId: z.string().optional(),
    }),
    response: callEvent,
    answer: 'events',
  }),
  complete: defineEndpoint({
    id: 'calls.complete',
    method: 'POST',
    path: '/api/connectors/:connectorId/complete',
    access: 'person',
    scope: 'call',
    summary: 'Values for an argument of a prompt or a resource template',
    params: connectorParams,
    body: z.object({
      ref: z.discriminatedUnion('type', [
        z.object({ type: z.literal('ref/prompt'), name: z.string() }),
        z.object({ type: z.literal('ref/resource'), uri: z.string() }),
      ]),
      argument: z.object({ name: z.string(), value: z.string() }),
      context: z.record(z.string(), z.string()).optional(),
      accountId: z.string().optional(),
    }),
    response: z.object({
      values: z.array(z.string()),
      total: z.number().optional(),
      hasMore: z.boolean().optional(),
    }),
  }),
  answerQuestion: defineEndpoint({
    id: 'calls.answer',
    method: 'POST',
    path: '/api/calls/:callId/answer',
    access: 'person',
    scope: 'call',
    summary: 'Answer a question that a server asked during a call',
    params: z.object({ callId: z.string() }),
    body: z.object({ key: z.string(), answer: elicitationAnswer }),
    response: z.object({ accepted: z.literal(true) }),
  }),
  cancel: defineEndpoint({
    id: 'calls.cancel',
    method: 'POST',
    path: '/api/calls/:callId/cancel',
    access: 'person',
    scope: 'call',
    summary: 'Cancel a running call',
    params: z.object({ callId: z.string() }),
    response: z.object({ cancelling: z.boolean() }),
  }),
};
