// Names of tools and prompts at the endpoint of a whole project: `<connector>__<name>`.
import { createHash } from 'node:crypto';

const maximumLength = 64;
const plain = /^[A-Za-z0-9_-]+$/;

/**
 * Gives every `(connector, name)` its own name of at most 64 characters of `[A-Za-z0-9_-]`: the plain form
 * where it fits, otherwise a cut one that ends in 10 hex digits of the pair's SHA-256. Depends on the pair
 * alone, so it is stable; a plain name never looks like a cut one of another pair (`taken` decides the rest).
 */
export function joinedName(connectorSlug: string, name: string, taken: (name: string) => boolean): string {
  const joined = `${connectorSlug}__${name}`;
  if (joined.length <= maximumLength && plain.test(joined) && !taken(joined)) return joined;
  const digest = createHash('sha256').update(`${connectorSlug}\0${name}`).digest('hex').slice(0, 10);
  const readable = joined.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, maximumLength - digest.length - 1);
  return `${readable}_${digest}`;
}

/** URI under which a resource is shown when another connector offers the same URI. */
export const disambiguatedUri = (connectorSlug: string, uri: string): string => `x-${connectorSlug}+${uri}`;
