// Finds tools by what they can do: full text over names, connector, description and parameters, in memory.
import { DatabaseSync } from 'node:sqlite';
import { searchWords, splitNames } from './words.ts';

/** A tool as far as search needs it. */
export interface SearchableTool {
  /** Unique; what `search` answers with. */
  id: string;
  name: string;
  /** Name of the connector. */
  server: string;
  title?: string | undefined;
  description?: string | undefined;
  inputSchema: unknown;
}

export interface ToolSearch {
  /** Ids of the best fits, best first, at most `limit`; none when no word of the request is anywhere. */
  search(request: string, limit: number, server?: string): string[];
  close(): void;
}

/** Weights of name, server, description, parameter names, parameter descriptions; measured, see bench/. */
const weights = [3, 2, 1, 0.5, 0.3].join(', ');
const longestField = 20_000;

/** Builds an index, in about 30 ms for a thousand tools. */
export function createToolSearch(tools: Iterable<SearchableTool>): ToolSearch {
  const db = new DatabaseSync(':memory:');
  db.exec(
    "create virtual table tool using fts5(id unindexed, server_name unindexed, name, server, description, parameters, parameter_descriptions, tokenize='porter unicode61')",
  );
  const insert = db.prepare('insert into tool values (?, ?, ?, ?, ?, ?, ?)');
  db.exec('begin');
  for (const tool of tools) {
    const parameters = parametersOf(tool.inputSchema);
    insert.run(
      tool.id,
      tool.server,
      ...[
        tool.name,
        tool.server,
        `${tool.title ?? ''} ${tool.description ?? ''}`,
        parameters.names.join(' '),
        parameters.descriptions.join(' '),
      ].map((text) => splitNames(text.slice(0, longestField))),
    );
  }
  db.exec('commit');
  const ranked = `order by bm25(tool, 0, 0, ${weights}), rowid limit ?`;
  const everywhere = db.prepare(`select id from tool where tool match ? ${ranked}`);
  const within = db.prepare(`select id from tool where tool match ? and server_name = ? ${ranked}`);
  return {
    search(request, limit, server) {
      const words = searchWords(request);
      if (words.length === 0) return [];
      const match = words.map((word) => `"${word}"`).join(' OR ');
      const rows = server === undefined ? everywhere.all(match, limit) : within.all(match, server, limit);
      return rows.map((row) => String(row.id));
    },
    close: () => db.close(),
  };
}

/** Names and descriptions of parameters, three levels deep and a thousand at most. */
function parametersOf(schema: unknown): { names: string[]; descriptions: string[] } {
  const found = { names: [] as string[], descriptions: [] as string[] };
  const visit = (node: unknown, depth: number): void => {
    const properties = (node as { properties?: unknown } | null | undefined)?.properties;
    if (properties === null || typeof properties !== 'object' || depth >= 3) return;
    for (const [name, value] of Object.entries(properties)) {
      if (found.names.length >= 1_000) return;
      found.names.push(name);
      const { description, items } = (value ?? {}) as { description?: unknown; items?: unknown };
      if (typeof description === 'string') found.descriptions.push(description);
      visit(value, depth + 1);
      visit(items, depth + 1);
    }
  };
  visit(schema, 0);
  return found;
}
