// Headers that repeat parts of the body, so that proxies can decide on them (2026-07-28 §streamable-http#request-metadata).
import type { Tool } from '#shared/contract/catalogue.ts';
import type { Json, JsonObject } from '#shared/json.ts';

interface Mirrored {
  path: string[];
  header: string;
}

export type HeaderPlan = { ok: true; mirrored: Mirrored[] } | { ok: false; reason: string };

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Which arguments go into `Mcp-Param-*` headers; not ok when a server's `x-mcp-header` breaks the rules (#custom-headers). */
export function planHeaders(inputSchema: unknown): HeaderPlan {
  const mirrored: Mirrored[] = [];
  const seen = new Set<string>();
  let fault: string | undefined;
  const visit = (schema: unknown, path: string[], reachable: boolean, depth: number): void => {
    if (fault || depth > 64) return;
    if (Array.isArray(schema)) {
      for (const item of schema) visit(item, path, false, depth + 1);
      return;
    }
    if (!isObject(schema)) return;
    const header = schema['x-mcp-header'];
    if (header !== undefined) fault = faultOf(header, schema.type, path, reachable, seen);
    if (fault) return;
    if (typeof header === 'string') {
      seen.add(header.toLowerCase());
      mirrored.push({ path, header });
    }
    for (const [key, child] of Object.entries(schema)) {
      if (key === 'properties' && isObject(child)) {
        for (const [name, property] of Object.entries(child)) {
          visit(property, [...path, name], reachable, depth + 1);
        }
      } else if (!dataKeywords.has(key)) {
        visit(isMapOfSchemas(key) && isObject(child) ? Object.values(child) : child, path, false, depth + 1);
      }
    }
  };
  visit(inputSchema, [], true, 0);
  return fault ? { ok: false, reason: fault } : { ok: true, mirrored };
}

/** Keywords whose values are data, in which `x-mcp-header` means nothing. */
const dataKeywords = new Set(['const', 'enum', 'default', 'examples', 'x-mcp-header']);
const isMapOfSchemas = (key: string): boolean =>
  ['patternProperties', 'dependentSchemas', '$defs', 'definitions'].includes(key);

function faultOf(
  header: Json,
  type: Json | undefined,
  path: string[],
  reachable: boolean,
  seen: Set<string>,
): string | undefined {
  if (!reachable || path.length === 0) return 'x-mcp-header stands where no argument is';
  if (typeof header !== 'string' || !token.test(header)) return 'x-mcp-header is no header name';
  if (type !== 'string' && type !== 'integer' && type !== 'boolean') {
    return `x-mcp-header ${header} is on something that is no string, integer or boolean`;
  }
  return seen.has(header.toLowerCase()) ? `x-mcp-header ${header} is given twice` : undefined;
}

const plans = new WeakMap<Tool, HeaderPlan>();

/** `Mcp-Param-*` headers for one call; arguments that are absent or null are left out. */
export function parameterHeaders(tool: Tool | undefined, params: JsonObject): Record<string, string> {
  if (!tool) return {};
  let plan = plans.get(tool);
  if (!plan) {
    plan = planHeaders(tool.inputSchema);
    plans.set(tool, plan);
  }
  if (!plan.ok || plan.mirrored.length === 0) return {};
  const headers: Record<string, string> = {};
  for (const { path, header } of plan.mirrored) {
    let value: Json | undefined = params.arguments;
    for (const name of path) value = isObject(value) ? value[name] : undefined;
    const text = asText(value);
    if (text !== undefined) headers[`Mcp-Param-${header}`] = headerValue(text);
  }
  return headers;
}

function asText(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && (Number.isSafeInteger(value) || !Number.isInteger(value)))
    return String(value);
  return undefined;
}

const safe = /^[\x21-\x7e](?:[\t\x20-\x7e]*[\x21-\x7e])?$/;

/** As it is where a header can carry it, else in the base64 form of §value-encoding. */
export const headerValue = (text: string): string =>
  safe.test(text) && !(text.startsWith('=?base64?') && text.endsWith('?='))
    ? text
    : `=?base64?${Buffer.from(text, 'utf8').toString('base64')}?=`;

/** What `Mcp-Name` says for this request, if anything. */
export function nameOf(method: string, params: JsonObject): string | undefined {
  const name =
    method === 'tools/call' || method === 'prompts/get'
      ? params.name
      : method === 'resources/read'
        ? params.uri
        : method.startsWith('tasks/')
          ? params.taskId
          : undefined;
  return typeof name === 'string' ? name : undefined;
}
