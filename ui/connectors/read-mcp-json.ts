// Reads the remote servers out of an `mcp.json` of Claude Desktop, Claude Code, VS Code or Cursor.

export interface ImportedServer {
  name: string;
  url: string;
  headers: { name: string; value: string }[];
}

export interface Import {
  servers: ImportedServer[];
  /** What was left out, and why, in words. */
  leftOut: string[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `${NAME}` and `${input:name}` are filled by the other program; Causeway cannot know them. */
const hasPlaceholder = (text: string): boolean => /\$\{[^}]+\}/.test(text);

function headersOf(value: unknown): ImportedServer['headers'] {
  if (!isObject(value)) return [];
  return Object.entries(value)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .map(([name, text]) => ({ name, value: text }));
}

/** Throws SyntaxError when the text is no JSON; servers of other kinds are named in `leftOut`. */
export function readMcpJson(text: string): Import {
  const json: unknown = JSON.parse(text);
  const outer = isObject(json) ? json : {};
  const inner = isObject(outer.mcp) ? outer.mcp : outer;
  const list = inner.mcpServers ?? inner.servers ?? inner;
  const result: Import = { servers: [], leftOut: [] };
  if (!isObject(list)) return result;
  for (const [name, entry] of Object.entries(list)) {
    if (!isObject(entry)) continue;
    const url = entry.url ?? entry.serverUrl;
    if (typeof url !== 'string') {
      if (typeof entry.command === 'string')
        result.leftOut.push(`${name} is a program on that machine, not a remote server.`);
      continue;
    }
    const headers = headersOf(entry.headers);
    const open = headers.filter((header) => hasPlaceholder(header.value));
    if (open.length > 0)
      result.leftOut.push(
        `${name}: the value of ${open.map((header) => header.name).join(', ')} is not in the file; enter it after the import.`,
      );
    result.servers.push({ name, url, headers: headers.filter((header) => !hasPlaceholder(header.value)) });
  }
  return result;
}
