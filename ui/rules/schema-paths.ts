// JSON pointers into the arguments of a tool, picked from its schema. Pure.

export interface SchemaPath {
  /** `/repo`, `/items/*` stands for each element with `every`. */
  path: string;
  type: string | undefined;
}

type Schema = Record<string, unknown>;
const isSchema = (value: unknown): value is Schema =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const escapeKey = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Properties and those inside of them, three levels deep; a server's schema is hostile input, so at most 100. */
export function schemaPaths(schema: Schema, at = '', level = 0, found: SchemaPath[] = []): SchemaPath[] {
  if (!isSchema(schema.properties) || level > 2) return found;
  for (const [key, property] of Object.entries(schema.properties)) {
    if (found.length >= 100) return found;
    const path = `${at}/${escapeKey(key)}`;
    const type = isSchema(property) && typeof property.type === 'string' ? property.type : undefined;
    found.push({ path, type });
    if (isSchema(property)) schemaPaths(property, path, level + 1, found);
  }
  return found;
}

export const numericPaths = (schema: Schema): string[] =>
  schemaPaths(schema)
    .filter(({ type }) => type === 'number' || type === 'integer')
    .map(({ path }) => path);
