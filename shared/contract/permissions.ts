// Permissions: who allows what, argument rules, ceilings, the simulator, what is effective in a project.
import { z } from 'zod';
import { callGroup, permission } from './catalogue.ts';
import { defineEndpoint } from './endpoint.ts';

const connectorParams = z.object({ connectorId: z.string() });
const ruleParams = z.object({ connectorId: z.string(), ruleId: z.string() });

const json: z.ZodType<null | boolean | number | string | unknown[] | Record<string, unknown>> =
  z.any() as never;

const onPath = {
  /** JSON pointer (RFC 6901) into the arguments; with `every`, `*` stands for each element of a list. */
  path: z.string().max(500),
  every: z.boolean().optional(),
  not: z.boolean().optional(),
};
const text = z.string().max(2_000);

/** A condition on arguments; a rule fits when all of its conditions hold. */
export const condition = z.discriminatedUnion('test', [
  z.object({ ...onPath, test: z.literal('equals'), value: json }),
  z.object({ ...onPath, test: z.literal('one-of'), values: z.array(json).min(1).max(200) }),
  z.object({ ...onPath, test: z.literal('starts-with'), text }),
  z.object({ ...onPath, test: z.literal('ends-with'), text }),
  z.object({
    ...onPath,
    test: z.literal('range'),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
  /** RE2 syntax, against the whole text. */
  z.object({ ...onPath, test: z.literal('matches'), pattern: z.string().max(500) }),
]);

export const ruleInput = z.object({
  tool: z.string().max(200),
  decision: permission,
  conditions: z.array(condition).min(1).max(20),
  note: z.string().trim().max(300).optional(),
});

export const argumentRule = z.object({
  id: z.string(),
  connectorId: z.string(),
  tool: z.string(),
  decision: permission,
  conditions: z.array(condition),
  /** The conditions in words. */
  sentence: z.string(),
  note: z.string().optional(),
  hits: z.number(),
  lastHitAt: z.number().optional(),
  createdAt: z.number(),
  /** An *Always allow* rule was given to an earlier definition of the tool and does nothing until it is saved again. */
  outdated: z.boolean(),
});
export type ArgumentRuleView = z.output<typeof argumentRule>;

export const layer = z.enum(['administrator', 'definition', 'permission', 'rule', 'project', 'person']);
export const verdict = z.object({
  decision: permission,
  layer,
  ruleId: z.string().optional(),
  sentence: z.string(),
  /** Path in the web app where it can be changed. */
  link: z.string().optional(),
});
export type VerdictView = z.output<typeof verdict>;

/** The widest that an administrator, a project or a person lets through. All given parts must fit; none given fits everything. */
export const ceilingInput = z.object({
  permission: z.enum(['ask', 'block']),
  connectorId: z.string().optional(),
  /** Host of connectors, with its port where it has one. */
  host: z.string().max(300).optional(),
  tool: z.string().max(200).optional(),
  group: callGroup.optional(),
  note: z.string().trim().max(300).optional(),
});
export const ceiling = ceilingInput.extend({
  id: z.string(),
  layer: z.enum(['administrator', 'project', 'person']),
  projectId: z.string().optional(),
  createdAt: z.number(),
});
export type CeilingView = z.output<typeof ceiling>;

export const limitState = z.object({
  limitId: z.string(),
  /** "10 calls per day on create_issue". */
  sentence: z.string(),
  used: z.number(),
  maximum: z.number(),
  left: z.number(),
  /** Epoch milliseconds; absent for limits per conversation. */
  resetsAt: z.number().optional(),
  /** "at 00:00". */
  resets: z.string().optional(),
});
export type LimitStateView = z.output<typeof limitState>;

export const permissionEndpoints = {
  groups: defineEndpoint({
    id: 'permissions.groups',
    method: 'GET',
    path: '/api/connectors/:connectorId/permissions',
    access: 'person',
    scope: 'read',
    summary: 'What is set for groups, how many tools are in each, rules per tool',
    params: connectorParams,
    response: z.object({
      groups: z.array(
        z.object({
          group: callGroup,
          permission,
          /** Nothing is set: the default holds. */
          isDefault: z.boolean(),
          count: z.number(),
        }),
      ),
      rules: z.array(argumentRule),
      /** Ceilings that touch this connector. */
      ceilings: z.array(ceiling),
    }),
  }),
  addRule: defineEndpoint({
    id: 'rules.add',
    method: 'POST',
    path: '/api/connectors/:connectorId/rules',
    access: 'person',
    scope: 'write',
    summary: 'Add an argument rule',
    params: connectorParams,
    body: ruleInput,
    response: z.object({ rule: argumentRule }),
  }),
  editRule: defineEndpoint({
    id: 'rules.edit',
    method: 'PUT',
    path: '/api/connectors/:connectorId/rules/:ruleId',
    access: 'person',
    scope: 'write',
    summary: 'Save an argument rule again',
    params: ruleParams,
    body: ruleInput,
    response: z.object({ rule: argumentRule }),
  }),
  removeRule: defineEndpoint({
    id: 'rules.remove',
    method: 'DELETE',
    path: '/api/connectors/:connectorId/rules/:ruleId',
    access: 'person',
    scope: 'write',
    summary: 'Remove an argument rule',
    params: ruleParams,
    response: z.object({ removed: z.literal(true) }),
  }),
  tryRule: defineEndpoint({
    id: 'rules.try',
    method: 'POST',
    path: '/api/connectors/:connectorId/rules/try',
    access: 'person',
    scope: 'read',
    summary:
      'What a rule would have done to recorded calls; secrets in them were redacted when they were recorded',
    params: connectorParams,
    body: ruleInput.extend({ ruleId: z.string().optional() }),
    response: z.object({
      tried: z.number(),
      calls: z.array(
        z.object({
          entryId: z.string(),
          at: z.number(),
          arguments: z.unknown(),
          fits: z.boolean(),
          before: permission,
          after: permission,
        }),
      ),
    }),
  }),
  simulate: defineEndpoint({
    id: 'permissions.simulate',
    method: 'POST',
    path: '/api/connectors/:connectorId/simulate',
    access: 'person',
    scope: 'read',
    summary: 'What would happen if: every layer, the rule that decides, the limits; nothing is sent',
    params: connectorParams,
    body: z.object({
      kind: z.enum(['tool', 'prompt', 'resource']).default('tool'),
      name: z.string(),
      arguments: z.record(z.string(), z.unknown()).default({}),
      conversationId: z.string().optional(),
    }),
    response: z.object({
      decision: permission,
      decidedBy: verdict,
      layers: z.array(verdict),
      limits: z.array(limitState),
      /** "This call would wait for your approval." */
      sentence: z.string(),
    }),
  }),
  effective: defineEndpoint({
    id: 'permissions.effective',
    method: 'GET',
    path: '/api/projects/:projectId/permissions',
    access: 'person',
    scope: 'read',
    summary: 'Every tool of a project with what is effective and why',
    params: z.object({ projectId: z.string() }),
    response: z.object({
      rows: z.array(
        z.object({
          connectorId: z.string(),
          connectorName: z.string(),
          tool: z.string(),
          title: z.string().optional(),
          group: callGroup,
          verdict,
          rules: z.number(),
          limits: z.number(),
        }),
      ),
      ceilings: z.array(ceiling),
    }),
  }),
  listCeilings: defineEndpoint({
    id: 'ceilings.list',
    method: 'GET',
    path: '/api/ceilings',
    access: 'person',
    scope: 'read',
    summary: "Administrators' ceilings, the project's and the person's own",
    query: z.object({ projectId: z.string().optional() }),
    response: z.object({ ceilings: z.array(ceiling) }),
  }),
  addCeiling: defineEndpoint({
    id: 'ceilings.add',
    method: 'POST',
    path: '/api/ceilings',
    access: 'person',
    scope: 'write',
    summary: 'Set a ceiling for a project, or for all of your own calls; it can only narrow',
    body: ceilingInput.extend({ layer: z.enum(['project', 'person']), projectId: z.string().optional() }),
    response: z.object({ ceiling }),
  }),
  removeCeiling: defineEndpoint({
    id: 'ceilings.remove',
    method: 'DELETE',
    path: '/api/ceilings/:ceilingId',
    access: 'person',
    scope: 'write',
    summary: 'Remove a ceiling of a project or of your own',
    params: z.object({ ceilingId: z.string() }),
    response: z.object({ removed: z.literal(true) }),
  }),
  addAdministratorCeiling: defineEndpoint({
    id: 'ceilings.add-administrator',
    method: 'POST',
    path: '/api/administration/ceilings',
    access: 'administrator',
    scope: 'session',
    summary: 'Set a ceiling for everybody; nobody can widen it',
    body: ceilingInput,
    response: z.object({ ceiling }),
  }),
  removeAdministratorCeiling: defineEndpoint({
    id: 'ceilings.remove-administrator',
    method: 'DELETE',
    path: '/api/administration/ceilings/:ceilingId',
    access: 'administrator',
    scope: 'session',
    summary: 'Remove a ceiling for everybody',
    params: z.object({ ceilingId: z.string() }),
    response: z.object({ removed: z.literal(true) }),
  }),
};
