// Definition review: new and changed definitions wait here, held, until their person has looked.
import { z } from 'zod';
import { callGroup, permission } from './catalogue.ts';
import { defineEndpoint } from './endpoint.ts';

const connectorParams = z.object({ connectorId: z.string() });

export const finding = z.object({
  kind: z.enum(['invisible', 'control', 'confusable', 'instruction-like', 'widening', 'name']),
  /** In words, for a person. */
  sentence: z.string(),
  /** Where: a field such as `description`. */
  field: z.string().optional(),
});

/** One field, old and new; texts have hidden characters written out as `⟦U+200B⟧`. */
export const fieldChange = z.object({
  /** `description`, `inputSchema/properties/repo`. */
  field: z.string(),
  before: z.string().optional(),
  after: z.string().optional(),
  findings: z.array(finding),
});

export const heldDefinition = z.object({
  kind: z.enum(['tool', 'prompt', 'instructions']),
  name: z.string(),
  state: z.enum(['new', 'changed']),
  /** What is accepted when this is accepted; another digest by then is refused. */
  digest: z.string(),
  group: callGroup.optional(),
  groupBefore: callGroup.optional(),
  changes: z.array(fieldChange),
  findings: z.array(finding),
  keptBlocked: z.boolean(),
  /** What the tool would be allowed after accepting it. */
  permissionAfter: permission.optional(),
});
export type HeldDefinition = z.output<typeof heldDefinition>;

export const reviewEndpoints = {
  get: defineEndpoint({
    id: 'reviews.get',
    method: 'GET',
    path: '/api/connectors/:connectorId/review',
    access: 'person',
    scope: 'read',
    summary: 'New and changed definitions, and the first review of the connector',
    params: connectorParams,
    query: z.object({ accountId: z.string().optional() }),
    response: z.object({
      held: z.array(heldDefinition),
      acceptNewReadOnly: z.boolean(),
      /** "This connector can: read 12 · write 5 · delete 2 · unknown 4", with proposed permissions. */
      first: z.object({
        reviewed: z.boolean(),
        groups: z.array(z.object({ group: callGroup, count: z.number(), permission, proposed: permission })),
      }),
    }),
  }),
  accept: defineEndpoint({
    id: 'reviews.accept',
    method: 'POST',
    path: '/api/connectors/:connectorId/review/accept',
    access: 'person',
    scope: 'session',
    summary:
      'Accept definitions exactly as shown, by their digests; a definition that changed since is refused',
    params: connectorParams,
    body: z.object({
      accountId: z.string().optional(),
      definitions: z
        .array(
          z.object({
            kind: z.enum(['tool', 'prompt', 'instructions']),
            name: z.string(),
            digest: z.string(),
          }),
        )
        .min(1)
        .max(2_000),
      /** Tools and rules that were *Always allow* stay so under the new definition; otherwise they need approval again. */
      keepAlwaysAllow: z.boolean().default(false),
    }),
    response: z.object({ accepted: z.number() }),
  }),
  keepBlocked: defineEndpoint({
    id: 'reviews.keep-blocked',
    method: 'POST',
    path: '/api/connectors/:connectorId/review/keep-blocked',
    access: 'person',
    scope: 'write',
    summary: 'Leave a definition held and stop showing it as waiting',
    params: connectorParams,
    body: z.object({
      kind: z.enum(['tool', 'prompt', 'instructions']),
      name: z.string(),
      digest: z.string(),
      accountId: z.string().optional(),
    }),
    response: z.object({ kept: z.literal(true) }),
  }),
  setOptIn: defineEndpoint({
    id: 'reviews.set-opt-in',
    method: 'PUT',
    path: '/api/connectors/:connectorId/review/settings',
    access: 'person',
    scope: 'session',
    summary: 'Take in new tools that say they are read-only by themselves; each call of them needs approval',
    params: connectorParams,
    body: z.object({ acceptNewReadOnly: z.boolean() }),
    response: z.object({ saved: z.literal(true) }),
  }),
  finishFirst: defineEndpoint({
    id: 'reviews.finish-first',
    method: 'POST',
    path: '/api/connectors/:connectorId/review/first',
    access: 'person',
    scope: 'write',
    summary: 'Finish the first review: permissions per group',
    params: connectorParams,
    body: z.object({ groups: z.array(z.object({ group: callGroup, permission })).max(6) }),
    response: z.object({ saved: z.literal(true) }),
  }),
};
