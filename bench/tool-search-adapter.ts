// The product's own tool search, as an evaluation of retrieval asks for it: index, search, surface.
import { searchSurface } from '#server/tool-search/search-tools.ts';
import { createToolSearch, type SearchableTool, type ToolSearch } from '#server/tool-search/tool-search.ts';

let current: ToolSearch | undefined;

export async function index(tools: SearchableTool[]): Promise<void> {
  current?.close();
  current = await createToolSearch(tools);
}

/** Ids of tools, best first. */
export const search = (query: string, limit: number): string[] => current?.search(query, limit) ?? [];

export const surface = searchSurface;
