// The three tools that stand for all others when a model gets its tools on demand.
import type { Tool } from '#shared/contract/catalogue.ts';

/** Byte-stable, so that a provider's prompt cache holds. */
export const searchSurface: Tool[] = [
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
  },
  {
    name: 'describe_tool',
    description:
      'The description and input schema of one tool that search_tools found. Read it before calling.',
    inputSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
  },
  {
    name: 'call_tool',
    description: 'Calls a tool that search_tools found, with arguments that fit its input schema.',
    inputSchema: {
      type: 'object',
      properties: { name: { type: 'string' }, arguments: { type: 'object' } },
      required: ['name', 'arguments'],
    },
  },
];

/** One line for a found tool: its name and the beginning of what it says it does. */
export function briefLine(name: string, tool: Pick<Tool, 'title' | 'description'>): string {
  const said = (tool.description ?? tool.title ?? '').replace(/\s+/g, ' ').trim();
  return said === ''
    ? name
    : `${name}: ${said.length > 120 ? `${said.slice(0, 119).toWellFormed()}…` : said}`;
}
