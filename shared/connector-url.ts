// Reads the URL of a remote MCP server as a person typed it; the same rules in the browser and on the server.

export type ConnectorUrl =
  | { kind: 'ok'; url: string; host: string; warnings: UrlWarning[] }
  | { kind: 'bad'; code: string; message: string; fix: string };

export interface UrlWarning {
  code: 'url_not_encrypted';
  message: string;
}

const secretParameter =
  /^(?:.*(?:api[-_]?key|access[-_]?token|secret|password)|token|key|auth|authorization|sig|signature|pat)$/i;
// Loopback names and literals; anything else unencrypted crosses a network.
const loopbackHost = /^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * Normal form of a Remote MCP server URL: `https` or `http`, no credentials, no keys in the query, no fragment. An address without
 * a scheme (`mcp.example.com/mcp`) is read as `https`, on this machine as `http`. The result's `url` is what is kept and compared.
 */
export function readConnectorUrl(text: string): ConnectorUrl {
  const typed = text.trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:/i.test(typed) && !/^[^/:]+:\d+(?:[/?]|$)/.test(typed);
  const assumed = loopbackHost.test(/^[^/:?]*/.exec(typed)?.[0] ?? '') ? 'http' : 'https';
  const url = URL.parse(hasScheme ? typed : `${assumed}://${typed}`);
  if (typed === '' || /[\s\\<>"]/.test(typed) || url === null) {
    return bad(
      'url_invalid',
      `“${shorten(typed)}” is not a web address.`,
      'Enter the Remote MCP server URL as its provider gives it, for example https://mcp.example.com/mcp.',
    );
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return bad(
      'url_scheme',
      `“${url.protocol}” addresses cannot be used: a remote MCP server is reached over HTTP.`,
      'Enter an address that starts with https://.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    return bad(
      'url_has_credentials',
      'The URL holds a user name or password, which would be shown and recorded with the connector.',
      'Remove the part before “@” and choose “User name and password” as the sign-in.',
    );
  }
  if (url.hash !== '' || typed.includes('#')) {
    return bad(
      'url_has_fragment',
      `The URL ends in “${shorten(url.hash || '#')}”, which is never sent to a server.`,
      'Remove the part from “#” on.',
    );
  }
  const names = secretParameters(url);
  if (names.length > 0) {
    return bad(
      'url_holds_secret',
      `“${names.join('”, “')}” in the URL looks like a secret, which would be shown and recorded with the connector.`,
      'Remove it from the URL and choose “API key or headers” as the sign-in, with the header the server’s guide names.',
    );
  }
  return { kind: 'ok', url: url.href, host: url.host, warnings: warningsOf(url) };
}

/** Names of the query parameters that look like they hold a key, a token or a password. */
export const secretParameters = (url: URL): string[] =>
  [...url.searchParams]
    .filter(([name, value]) => value !== '' && secretParameter.test(name))
    .map(([name]) => shorten(name));

function warningsOf(url: URL): UrlWarning[] {
  const warnings: UrlWarning[] = [];
  if (url.protocol === 'http:' && !loopbackHost.test(url.hostname)) {
    warnings.push({
      code: 'url_not_encrypted',
      message: `The connection to ${url.host} is not encrypted: anybody on the way can read and change it, sign-ins included. Use https:// if the server offers it.`,
    });
  }
  return warnings;
}

function bad(code: string, message: string, fix: string): ConnectorUrl {
  return { kind: 'bad', code, message, fix };
}

const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
