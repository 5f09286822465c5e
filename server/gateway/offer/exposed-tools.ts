// The few tools that a project may show in the place of all of its own: they find, describe and call the others.
import type { Tool } from '#shared/contract/catalogue.ts';
import type { Exposure } from '#shared/contract/exposure.ts';
import { toolGroup } from '#shared/policy/tool-group.ts';
import { briefLine, searchSurface, splitCallerOf, splitSurface } from '../../tool-search/search-tools.ts';
import { createToolSearch, type ToolSearch } from '../../tool-search/tool-search.ts';
import type { Owned } from './offer.ts';

export const exposedSurface = (exposure: Exclude<Exposure, 'all'>): Tool[] =>
  exposure === 'search' ? searchSurface : splitSurface;

export interface ExposedTools {
  /** JSON array of what `tools/list` answers. */
  list: string;
  has(name: string): boolean;
  /** One line a tool, best first. */
  search(request: string, limit: number): Promise<string[]>;
  /** The tool that calls this one. */
  callerOf(tool: Tool): string;
}

export function exposedTools(
  exposure: Exclude<Exposure, 'all'>,
  tools: ReadonlyMap<string, Owned<Tool>>,
): ExposedTools {
  const surface = exposedSurface(exposure);
  const names = new Set(surface.map(({ name }) => name));
  const callerOf = (tool: Tool): string =>
    exposure === 'search' ? 'call_tool' : splitCallerOf(toolGroup(tool.annotations));
  let index: Promise<ToolSearch> | undefined;
  return {
    list: JSON.stringify(surface),
    has: (name) => names.has(name),
    callerOf,
    async search(request, limit) {
      index ??= createToolSearch(searchable(tools));
      const found = (await index).search(request, limit);
      return found.map((name) => {
        const tool = tools.get(name)?.definition;
        const line = briefLine(name, tool ?? {});
        return tool && exposure === 'split' ? `${line} [${callerOf(tool)}]` : line;
      });
    },
  };
}

function* searchable(tools: ReadonlyMap<string, Owned<Tool>>) {
  for (const [id, { connector, definition }] of tools) {
    const { name, title, description, inputSchema } = definition;
    yield { id, server: connector.name, name, title, description, inputSchema };
  }
}
