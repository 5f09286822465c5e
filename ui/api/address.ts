// Turns an endpoint and its input into the path and query it is called by.
import type { AnyEndpoint } from '#shared/contract/endpoint.ts';

/** Fills `:name` parts and appends the query; absent values are left out. */
export function addressOf(
  endpoint: Pick<AnyEndpoint, 'path'>,
  params: Record<string, unknown> = {},
  query: Record<string, unknown> = {},
): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}
