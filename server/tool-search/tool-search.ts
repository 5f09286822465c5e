// Finds tools by what they can do: full text over names, connector, description and parameters, in memory.
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import { bestFits, type Candidate } from './ranking.ts';
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
/** How many of the best by full text are ranked again by name and connector. */
const candidates = 200;
/** Tools that are indexed in one turn of the event loop. */
const slice = 250;

/** Builds an index, in about 40 ms for a thousand tools; never holds the event loop for more than a slice of them. */
export async function createToolSearch(tools: Iterable<SearchableTool>): Promise<ToolSearch> {
  const db = new DatabaseSync(':memory:');
  db.exec(
    "create virtual table tool using fts5(id unindexed, server_name unindexed, name, server, description, parameters, parameter_descriptions, tokenize='porter unicode61');" +
      "create virtual table server using fts5(server_name unindexed, name, tools, tokenize='porter unicode61')",
  );
  await fill(db, tools);
  const fields = `id, name, server_name as server, -bm25(tool, 0, 0, ${weights}) as score`;
  const everywhere = db.prepare(
    `select ${fields} from tool where tool match ? order by score desc, rowid limit ${candidates}`,
  );
  const within = db.prepare(
    `select ${fields} from tool where tool match ? and server_name = ? order by score desc, rowid limit ${candidates}`,
  );
  const servers = db.prepare(
    `select server_name as server, -bm25(server, 0, 2, 1) as score from server where server match ? order by score desc limit ${candidates}`,
  );
  return {
    search(request, limit, server) {
      const words = searchWords(request);
      if (words.length === 0) return [];
      const match = words.map((word) => `"${word}"`).join(' OR ');
      const rows = server === undefined ? everywhere.all(match) : within.all(match, server);
      const serverScores = server === undefined ? servers.all(match) : [];
      return bestFits(
        words,
        rows as unknown as Candidate[],
        new Map(serverScores.map((row) => [String(row.server), Number(row.score)])),
      ).slice(0, limit);
    },
    close: () => db.close(),
  };
}

async function fill(db: DatabaseSync, tools: Iterable<SearchableTool>): Promise<void> {
  const insertTool = db.prepare('insert into tool values (?, ?, ?, ?, ?, ?, ?)');
  const toolsOf = new Map<string, string[]>();
  let filled = 0;
  db.exec('begin');
  for (const tool of tools) {
    if (filled > 0 && filled % slice === 0) {
      db.exec('commit');
      await setImmediate();
      db.exec('begin');
    }
    filled += 1;
    const parameters = parametersOf(tool.inputSchema);
    const [name, server, description, ...rest] = [
      tool.name,
      tool.server,
      `${tool.title ?? ''} ${tool.description ?? ''}`,
      parameters.names.join(' '),
      parameters.descriptions.join(' '),
    ].map((text) => splitNames(text.slice(0, longestField)));
    insertTool.run(tool.id, tool.server, name ?? '', server ?? '', description ?? '', ...rest);
    const said = `${name} ${description}`;
    const known = toolsOf.get(tool.server);
    if (known === undefined) toolsOf.set(tool.server, [said]);
    else known.push(said);
  }
  const insertServer = db.prepare('insert into server values (?, ?, ?)');
  for (const [server, said] of toolsOf) insertServer.run(server, splitNames(server), said.join(' '));
  db.exec('commit');
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
