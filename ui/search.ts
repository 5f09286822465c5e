// What each page keeps in the query of its address. Values that make no sense are dropped, never an error.
import { z } from 'zod';
import { activityKind, activityOutcome, door } from '#shared/contract/activity.ts';
import { permission, toolGroup } from '#shared/contract/catalogue.ts';
import { layer } from '#shared/contract/permissions.ts';

const text = z.coerce.string().max(8_192).optional().catch(undefined);
const flag = z.literal(true).optional().catch(undefined);

export const signInSearch = z.object({ link: text, returnTo: text });

export const connectorsSearch = z.object({
  q: text,
  /** *Import* is open. */
  import: flag,
  /** *Add custom connector* is open. */
  add: flag,
  /** Fills the dialog: `/connectors?url=https://mcp.example.com/mcp`. */
  url: text,
  name: text,
});

export const connectorSearch = z.object({
  /** A dialog of the connector page. */
  dialog: z.enum(['edit', 'remove', 'sign-in']).optional().catch(undefined),
  /** The account whose sign-in is about to leave for the authorization server. */
  connect: text,
  /** Back from there: the attempt, and the code of what went wrong. */
  signIn: text,
  problem: text,
  /** `/connectors/ID?tool=create_issue&rule=…` leads to the tool. */
  tool: text,
  rule: text,
});

export const toolsSearch = z.object({
  q: text,
  tool: text,
  group: toolGroup.optional().catch(undefined),
  /** The argument rule that a link leads to. */
  rule: text,
});

export const resourcesSearch = z.object({ q: text, uri: text, template: text });

/** The account that is open. */
export const accountsSearch = z.object({ account: text });

export const promptsSearch = z.object({ q: text, prompt: text });

const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/)
  .optional()
  .catch(undefined);

export const activitySearch = z.object({
  q: text,
  kind: activityKind.optional().catch(undefined),
  door: door.optional().catch(undefined),
  outcome: activityOutcome.optional().catch(undefined),
  connector: text,
  account: text,
  /** Exactly this tool, resource or prompt. */
  subject: text,
  /** Days, both included. */
  from: day,
  to: day,
  /** For administrators: not only one's own. */
  everybody: flag,
  /** *The record* is open. */
  record: flag,
  /** Absent: the chosen project. */
  project: z.literal('all').optional().catch(undefined),
  entry: text,
});
export type ActivitySearch = z.output<typeof activitySearch>;

export const approvalsSearch = z.object({
  show: z.literal('all').optional().catch(undefined),
  /** The one that the keys answer. */
  at: text,
});

export const reviewSearch = z.object({ tool: text });

export const limitsSearch = z.object({ limit: text });

/** Filters of the table of effective permissions. */
export const permissionsSearch = z.object({
  q: text,
  connector: text,
  group: toolGroup.optional().catch(undefined),
  decision: permission.optional().catch(undefined),
  layer: layer.optional().catch(undefined),
});
export type PermissionsSearch = z.output<typeof permissionsSearch>;

/** The ceiling or usage limit that a link leads to. */
export const ceilingsSearch = z.object({ ceiling: text, limit: text });
