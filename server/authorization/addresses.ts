// What a URL of a connector, a resource or an authorization server may look like. Pure.

const loopbackHosts = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isLoopback(url: URL): boolean {
  return (
    loopbackHosts.has(url.hostname) || url.hostname.endsWith('.localhost') || /^127\./.test(url.hostname)
  );
}

/** True when the text holds control characters, white space or backslashes, which URL parsers silently drop or turn. */
function holdsTricks(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return /[\u0000-\u0020\u007f\\]/.test(text);
}

/**
 * An endpoint of an authorization server: https, or http on loopback; no user info, no fragment, no tricks.
 * Answers why not, or undefined when it is allowed (security best practices, OAuth URL validation).
 */
export function whyEndpointIsRefused(text: unknown): string | undefined {
  if (typeof text !== 'string' || text === '') return 'it is missing';
  if (text.length > 4096) return 'it is longer than 4,096 characters';
  if (holdsTricks(text)) return 'it holds spaces, backslashes or control characters';
  if (!URL.canParse(text)) return 'it is not a URL';
  const url = new URL(text);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url)))
    return url.protocol === 'http:' ? 'it is not encrypted (http)' : `${url.protocol} is not a web address`;
  if (url.username || url.password) return 'it holds a user name';
  if (url.hash) return 'it holds a fragment';
  return undefined;
}

/** RFC 8707 §2 and the protocol's canonical form: no fragment, no slash that was not there. */
export function canonicalResource(connectorUrl: string): string {
  const url = new URL(connectorUrl);
  url.hash = '';
  const text = url.href;
  return url.pathname === '/' && !url.search && !connectorUrl.trim().endsWith('/') ? text.slice(0, -1) : text;
}

/** The resource is the connector's URL, or a parent of it by whole path segments at the same origin (RFC 9728 §3.3). */
export function resourceCovers(resource: string, connectorUrl: string): boolean {
  if (!URL.canParse(resource) || holdsTricks(resource)) return false;
  const claimed = new URL(resource);
  const ours = new URL(connectorUrl);
  if (claimed.origin !== ours.origin || claimed.username || claimed.hash) return false;
  if (claimed.search && claimed.search !== ours.search) return false;
  const parent = claimed.pathname.replace(/\/+$/, '');
  const path = ours.pathname.replace(/\/+$/, '');
  return path === parent || path.startsWith(`${parent}/`);
}

/** Equal byte by byte; the one tolerated difference is the slash of an issuer without a path. */
export function sameIssuer(expected: string, told: unknown): boolean {
  if (typeof told !== 'string') return false;
  if (told === expected) return true;
  const [long, short] = told.length > expected.length ? [told, expected] : [expected, told];
  return (
    long === `${short}/` && URL.canParse(long) && new URL(long).pathname === '/' && !new URL(long).search
  );
}

/** Well-known places of resource metadata: by path, then at the root (RFC 9728 §3.1). */
export function resourceMetadataPlaces(connectorUrl: string): string[] {
  const url = new URL(connectorUrl);
  const base = `${url.origin}/.well-known/oauth-protected-resource`;
  const path = url.pathname.replace(/\/+$/, '');
  return path === '' ? [base] : [`${base}${path}${url.search}`, base];
}

/** Well-known places of server metadata in the order of the protocol (RFC 8414 §3.1, OpenID Connect Discovery). */
export function serverMetadataPlaces(issuer: string): string[] {
  const url = new URL(issuer);
  const path = url.pathname.replace(/\/+$/, '');
  const known = `${url.origin}/.well-known`;
  if (path === '') return [`${known}/oauth-authorization-server`, `${known}/openid-configuration`];
  return [
    `${known}/oauth-authorization-server${path}`,
    `${known}/openid-configuration${path}`,
    `${url.origin}${path}/.well-known/openid-configuration`,
  ];
}
