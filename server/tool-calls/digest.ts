// Digests over canonical JSON (RFC 8785), so that equal values have equal digests whatever their spelling.
import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Prompt, Tool } from '#shared/contract/catalogue.ts';
import type { JsonObject } from '#shared/json.ts';

/** Canonical JSON text of a value; throws on what RFC 8785 cannot write (lone surrogates, NaN). */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('undefined has no canonical JSON.');
  return text;
}

const emptyArgumentsDigest = hash('sha256', '{}');

/** SHA-256 of the canonical arguments, hex. Throws as `canonicalText`. */
export function argumentsDigest(callArguments: JsonObject): string {
  for (const _ in callArguments) return hash('sha256', canonicalText(callArguments));
  return emptyArgumentsDigest;
}

/** What of a definition a person reviews. `_meta` is left out but for the view a tool opens. */
const reviewedFields = [
  'name',
  'title',
  'description',
  'inputSchema',
  'outputSchema',
  'annotations',
  'icons',
  'arguments',
  'execution',
] as const;

export type DefinitionKind = 'tool' | 'prompt' | 'instructions';

/** The reviewed part of a tool or prompt definition, as it came from the server. */
export function reviewedPart(definition: Tool | Prompt): JsonObject {
  const source = definition as JsonObject;
  const part: JsonObject = {};
  for (const field of reviewedFields) if (source[field] !== undefined) part[field] = source[field];
  const meta = source._meta as JsonObject | undefined;
  if (meta?.ui !== undefined) part.ui = meta.ui;
  return part;
}

/**
 * `v1:` and the SHA-256 of the reviewed part, hex. The version names the recipe: a later recipe can tell
 * its own digests from these. Order of keys and white space do not matter; any other change does.
 */
export function definitionDigest(definition: Tool | Prompt): string {
  return `v1:${hash('sha256', textForDigest(reviewedPart(definition)))}`;
}

/** Digest of the server's instructions; no instructions have a digest too, so that a first text is a change. */
export function instructionsDigest(instructions: string | undefined): string {
  return `v1:${hash('sha256', textForDigest({ instructions: instructions ?? '' }))}`;
}

/** Server text may hold what RFC 8785 refuses; a lone surrogate is then spelled out, so that it still counts. */
function textForDigest(value: JsonObject): string {
  try {
    return canonicalText(value);
  } catch {
    return `loose:${canonicalText(spelledOut(value))}`;
  }
}

function spelledOut(value: unknown): unknown {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(spelledOut);
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [JSON.stringify(key), spelledOut(inner)]),
    );
  return value;
}
