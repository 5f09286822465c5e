// Turns an endpoint and its input into the path and query it is called by.
import type { AnyEndpoint } from './endpoint.ts';

/** Fills `:name` parts and appends the query; absent and empty values are left out. */
export function addressOf(
  endpoint: Pick<AnyEndpoint, 'path'>,
  input: { params?: unknown; query?: unknown } = {},
): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {}))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}
