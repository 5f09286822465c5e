// What a remote MCP server offers, as Causeway keeps and shows it. Server text is passed on exactly as it came.
import { z } from 'zod';

const jsonObject = z.record(z.string(), z.unknown());

export const icon = z.object({
  src: z.string(),
  mimeType: z.string().optional(),
  sizes: z.array(z.string()).optional(),
  theme: z.enum(['light', 'dark']).optional(),
});

/** Claims of the server about a tool; they never widen a permission. */
export const toolAnnotations = z.looseObject({
  title: z.string().optional(),
  readOnlyHint: z.boolean().optional(),
  destructiveHint: z.boolean().optional(),
  idempotentHint: z.boolean().optional(),
  openWorldHint: z.boolean().optional(),
});

export const tool = z.looseObject({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: jsonObject,
  outputSchema: jsonObject.optional(),
  annotations: toolAnnotations.optional(),
  icons: z.array(icon).optional(),
  _meta: jsonObject.optional(),
});
export type Tool = z.output<typeof tool>;

export const resource = z.looseObject({
  uri: z.string(),
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  mimeType: z.string().optional(),
  size: z.number().optional(),
  annotations: z
    .looseObject({
      audience: z.array(z.string()).optional(),
      priority: z.number().optional(),
      lastModified: z.string().optional(),
    })
    .optional(),
  icons: z.array(icon).optional(),
});
export type Resource = z.output<typeof resource>;

export const resourceTemplate = z.looseObject({
  uriTemplate: z.string(),
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  mimeType: z.string().optional(),
  icons: z.array(icon).optional(),
});
export type ResourceTemplate = z.output<typeof resourceTemplate>;

export const prompt = z.looseObject({
  name: z.string(),
  title: z.string().optional(),
  description: z.string().optional(),
  arguments: z
    .array(
      z.looseObject({
        name: z.string(),
        title: z.string().optional(),
        description: z.string().optional(),
        required: z.boolean().optional(),
      }),
    )
    .optional(),
  icons: z.array(icon).optional(),
});
export type Prompt = z.output<typeof prompt>;

/** `modern` is 2026-07-28 and later (stateless); `legacy` is every revision with `initialize`. */
export const era = z.enum(['modern', 'legacy']);
export const transport = z.enum(['streamable-http', 'http+sse']);

export const serverDescription = z.object({
  era,
  /** Negotiated revision: `2026-07-28`, `2025-11-25`, … */
  protocolVersion: z.string(),
  transport,
  name: z.string(),
  title: z.string().optional(),
  version: z.string(),
  websiteUrl: z.string().optional(),
  icons: z.array(icon).optional(),
  instructions: z.string().optional(),
  capabilities: jsonObject,
});
export type ServerDescription = z.output<typeof serverDescription>;

/** Why a list is empty or cut, in words for a person; absent when it is whole. */
export const listNotes = z.object({
  tools: z.string().optional(),
  resources: z.string().optional(),
  resourceTemplates: z.string().optional(),
  prompts: z.string().optional(),
});

export const catalogue = z.object({
  server: serverDescription,
  tools: z.array(tool),
  resources: z.array(resource),
  resourceTemplates: z.array(resourceTemplate),
  prompts: z.array(prompt),
  notes: listNotes,
  /** Epoch milliseconds. */
  listedAt: z.number(),
});
export type Catalogue = z.output<typeof catalogue>;

/** Group of a tool, from its annotations alone; absent or contradicting annotations make `unknown`. */
export const toolGroup = z.enum(['read-only', 'write', 'destructive', 'unknown']);
export type ToolGroup = z.output<typeof toolGroup>;

/** Groups that a permission can be set for: tools by their claims, and what is not a tool. */
export const callGroup = z.enum([...toolGroup.options, 'resources', 'prompts']);
export type CallGroup = z.output<typeof callGroup>;

export const permission = z.enum(['allow', 'ask', 'block']);
/** `allow` is shown as *Always allow*, `ask` as *Needs approval*, `block` as *Blocked*. */
export type Permission = z.output<typeof permission>;
