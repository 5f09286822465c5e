// Against DNS rebinding: who may talk to us by which name (MCP 2026-07-28, Streamable HTTP, "Security warning").

/** Host and origin rules of one install. `publicUrl` is where people reach it. */
export function createOriginCheck(
  publicUrl: string,
): (headers: { host?: string; origin?: string }) => boolean {
  const own = new URL(publicUrl);
  const hosts = new Set([own.host.toLowerCase()]);
  const isLoopback = (host: string): boolean => /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(host);
  const loopbackInstall = isLoopback(own.host.toLowerCase());
  const allowed = (host: string): boolean => hosts.has(host) || (loopbackInstall && isLoopback(host));
  return ({ host, origin }) => {
    if (host === undefined || !allowed(host.toLowerCase())) return false;
    if (origin === undefined) return true;
    const url = URL.parse(origin);
    return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') && allowed(url.host);
  };
}
