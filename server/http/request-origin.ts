// Which requests Causeway answers at all: for its own hosts (against DNS rebinding), from its own pages (against CSRF).
import { hostNotAllowed, originNotAllowed } from './errors.ts';

export interface OwnOrigin {
  /** Origin that people use. */
  publicUrl: string;
  /** `Host` values that are answered: the public one and this machine's. */
  hosts: ReadonlySet<string>;
  /** Origins of our own pages. */
  origins: ReadonlySet<string>;
}

/** The public origin, and this machine's names at the port that is listened on. */
export function ownOrigin(publicUrl: string, port: number): OwnOrigin {
  const url = new URL(publicUrl);
  const names = ['localhost', '127.0.0.1', '[::1]'];
  const here = names.flatMap((name) => {
    // Behind a proxy on this machine, the public port is another one; a browser leaves the scheme's port away.
    const ports = names.includes(url.hostname) ? [port, Number(url.port || 80)] : [port];
    return ports.flatMap((each) => (each === 80 ? [name, `${name}:80`] : [`${name}:${each}`]));
  });
  const hosts = new Set([url.host, ...here]);
  const local = [...hosts].filter((host) => host !== url.host).map((host) => `http://${host}`);
  return { publicUrl: url.origin, hosts, origins: new Set([url.origin, ...local]) };
}

/** Throws `host_not_allowed` unless the request is for one of our hosts, written once. */
export function checkHost(request: Request, own: OwnOrigin): void {
  const host = request.headers.get('host') ?? '';
  if (!own.hosts.has(host.toLowerCase())) throw hostNotAllowed(host, own.publicUrl);
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Throws `origin_not_allowed` for requests that a page of another site could cause. A browser always tells
 * (`Sec-Fetch-Site`, or `Origin` on unsafe methods); what tells nothing must carry a token instead of a cookie.
 */
export function checkOrigin(request: Request, own: OwnOrigin): void {
  const { headers } = request;
  const origin = headers.get('origin');
  const site = headers.get('sec-fetch-site');
  const fromElsewhere =
    (origin !== null && !isSameOrigin(origin, headers.get('host'), own)) ||
    (site !== null && site !== 'same-origin' && site !== 'none');
  if (safeMethods.has(request.method)) {
    // A top-level visit may come from anywhere (an authorization server sends people back so); subresources may not.
    if (fromElsewhere && headers.get('sec-fetch-mode') !== 'navigate') throw originNotAllowed();
    return;
  }
  if (fromElsewhere) throw originNotAllowed();
  const saysNothing = origin === null && site === null;
  if (saysNothing && (headers.has('cookie') || !headers.has('authorization'))) throw originNotAllowed();
}

/** One of our origins, and the very one that the request went to. */
function isSameOrigin(origin: string, host: string | null, own: OwnOrigin): boolean {
  return own.origins.has(origin) && new URL(origin).host === host?.toLowerCase();
}
