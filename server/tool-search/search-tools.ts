// The few tools that stand for all others when a model or a client gets its tools on demand.
import type { Tool, ToolGroup } from '#shared/contract/catalogue.ts';

const findingTools: Tool[] = [
  {
    name: 'search_tools',
    description:
      'Finds tools by capability. Describe one capability in a few words, not the whole task; search again, with other words, for each further capability. Answers with one line per tool.',
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string', description: 'What the tool should do, such as "create an issue"' },
        limit: { type: 'integer', minimum: 1, maximum: 50, default: 20 },
      },
      required: ['query'],
    },
    annotations: { readOnlyHint: true },
  },
  {
    name: 'describe_tool',
    description:
      'The description and input schema of one tool that search_tools found. Read it before calling.',
    inputSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
    annotations: { readOnlyHint: true },
  },
];

const callingTool = (name: string, which: string, annotations?: Tool['annotations']): Tool => ({
  name,
  description: `Calls ${which} that search_tools found, with arguments that fit its input schema.`,
  inputSchema: {
    type: 'object',
    properties: { name: { type: 'string' }, arguments: { type: 'object' } },
    required: ['name', 'arguments'],
  },
  ...(annotations ? { annotations } : {}),
});

/** Byte-stable, so that a provider's prompt cache holds. */
export const searchSurface: Tool[] = [...findingTools, callingTool('call_tool', 'a tool')];

/** The same, with a calling tool for each kind: a client can let reads run by themselves and ask about the rest. */
export const splitSurface: Tool[] = [
  ...findingTools,
  callingTool('call_read_tool', 'a tool that only reads', { readOnlyHint: true }),
  callingTool('call_write_tool', 'a tool that adds or changes without destroying', {
    readOnlyHint: false,
    destructiveHint: false,
  }),
  callingTool('call_destructive_tool', 'any other tool: one that may destroy, or does not say what it does', {
    readOnlyHint: false,
    destructiveHint: true,
  }),
];

/** Which calling tool of `splitSurface` a tool belongs to; what claims nothing counts as destructive. */
export const splitCallerOf = (group: ToolGroup): string =>
  group === 'read-only' ? 'call_read_tool' : group === 'write' ? 'call_write_tool' : 'call_destructive_tool';

/** One line for a found tool: its name and the beginning of what it says it does. */
export function briefLine(name: string, tool: Pick<Tool, 'title' | 'description'>): string {
  const said = (tool.description ?? tool.title ?? '').replace(/\s+/g, ' ').trim();
  return said === ''
    ? name
    : `${name}: ${said.length > 120 ? `${said.slice(0, 119).toWellFormed()}…` : said}`;
}
