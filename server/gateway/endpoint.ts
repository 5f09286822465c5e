// The addresses of the gateway: `/mcp/<project>` and `/mcp/<project>/<connector>`.

export interface EndpointAddress {
  projectSlug: string;
  /** Present on the endpoint of one connector, which shows the connector's own names. */
  connectorSlug?: string;
  /** Path without query: what the protected resource metadata names. */
  path: string;
}

const address = /^\/mcp\/([a-z0-9][a-z0-9-]{0,63})(?:\/([a-z0-9][a-z0-9-]{0,63}))?\/?$/;

/** Reads a request's path; `undefined` when it is not one of the gateway's. */
export function readEndpoint(url: string): EndpointAddress | undefined {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  const match = address.exec(path);
  if (match?.[1] === undefined) return undefined;
  return {
    projectSlug: match[1],
    path: path.endsWith('/') ? path.slice(0, -1) : path,
    ...(match[2] === undefined ? {} : { connectorSlug: match[2] }),
  };
}
