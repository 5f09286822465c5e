// Which addresses Causeway may open a socket to. Asked three times per connection: for the host as written,
// for every address it resolves to, and for the address the socket really reached.
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** `public`: anybody may. `listed`: an administrator named it. `blocked`: no socket is opened. */
export type AddressVerdict = 'public' | 'listed' | 'blocked';

export interface AddressGuard {
  /** For a host as written in a URL (brackets of IPv6 allowed); `unknown` is a name that has to be resolved first. */
  judgeHost(hostname: string, port: number): AddressVerdict | 'unknown';
  /** For one address that `hostname` resolved to, or that the socket is connected to. */
  judgeAddress(address: string, hostname: string, port: number): AddressVerdict;
  /** True when plain http to this host is expected: loopback, or listed by the administrator. */
  isLocalOrListed(hostname: string, port: number): boolean;
  /** The list as it is in force, for people to see. */
  readonly allow: readonly string[];
}

interface Entry {
  host: string;
  /** Undefined: every port, and then only for a host that is written exactly so. */
  port: number | undefined;
}

/** Public by range, and still the inside of a cloud: Azure answers its machines' own agent here. */
const cloudInternal = new Set(['168.63.129.16']);
const globalUnicastIPv6 = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

/**
 * `allow` holds `host:port` (`10.1.2.3:8443`, `[fd00::1]:443`, `tools.internal:443`), `host:*`, or `loopback`:
 * this machine under its own names (`localhost`, 127.0.0.0/8, `[::1]`), any port. Names listed with a port are
 * trusted to resolve to private addresses; `loopback` and `*` never cover a name that only resolves there,
 * so that a foreign name cannot be rebound to this machine. Throws `RangeError` for an entry it cannot read.
 */
export function createAddressGuard(allow: readonly string[]): AddressGuard {
  const loopback = allow.includes('loopback');
  const entries = allow.filter((text) => text !== 'loopback').map(readEntry);
  const listed = (host: string, port: number, written: boolean): boolean =>
    entries.some((e) => e.host === host && (e.port === port || (e.port === undefined && written)));

  const judgeAddress = (address: string, hostname: string, port: number): AddressVerdict => {
    const host = plainHost(hostname);
    const canonical = canonicalAddress(address);
    if (canonical === undefined) return 'blocked';
    if (isLoopbackAddress(canonical) && isLoopbackName(host)) {
      return loopback || listed(host, port, true) || listed(canonical, port, host === canonical)
        ? 'listed'
        : 'blocked';
    }
    if (listed(canonical, port, host === canonical)) return 'listed';
    if (isPublic(canonical)) return 'public';
    // A name may be listed for the private network it lives in, never for the machine's own metadata.
    return !isIP(host) && listed(host, port, true) && !isLinkLocal(canonical) ? 'listed' : 'blocked';
  };

  const judgeHost = (hostname: string, port: number): AddressVerdict | 'unknown' => {
    const host = plainHost(hostname);
    if (isIP(host)) return judgeAddress(host, host, port);
    // RFC 6761 §6.3: such a name is this machine whatever a resolver says.
    const nobody = ['127.0.0.1', '::1'].every((a) => judgeAddress(a, host, port) === 'blocked');
    return isLoopbackName(host) && nobody ? 'blocked' : 'unknown';
  };
  return {
    allow,
    judgeAddress,
    judgeHost: remembered(judgeHost),
    isLocalOrListed: remembered((hostname, port) => {
      const host = plainHost(hostname);
      return isLoopbackName(host) || listed(host, port, true);
    }),
  };
}

const rememberAtMost = 1_000;

/** What is said of a host as written never changes, and is asked for every request. */
function remembered<Said>(say: (hostname: string, port: number) => Said): typeof say {
  const known = new Map<string, Said>();
  return (hostname, port) => {
    const key = `${hostname}:${port}`;
    let said = known.get(key);
    if (said === undefined) {
      said = say(hostname, port);
      if (known.size >= rememberAtMost) known.clear();
      known.set(key, said);
    }
    return said;
  };
}

function readEntry(text: string): Entry {
  const match = /^(\[[^\]]+\]|[^:[\]\s/@]+):(\*|\d{1,5})$/.exec(text.trim());
  const port = match?.[2] === '*' ? undefined : Number(match?.[2]);
  if (!match?.[1] || (port !== undefined && !(port >= 1 && port <= 65_535))) {
    throw new RangeError(`"${text}" is not host:port; write for example 10.1.2.3:8443 or loopback.`);
  }
  return { host: plainHost(match[1]), port };
}

/** Lower case, without brackets, zone and trailing dot; an address in its one canonical form. */
function plainHost(hostname: string): string {
  const host = hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
  return isIP(host) ? (canonicalAddress(host) ?? host) : host;
}

/** Unmaps `::ffff:a.b.c.d`, drops a zone; undefined for what is no address. */
function canonicalAddress(address: string): string | undefined {
  if (!ipaddr.isValid(address)) return undefined;
  const parsed = ipaddr.process(address.replace(/%.*$/, ''));
  return parsed.toString();
}

function isPublic(canonical: string): boolean {
  const parsed = ipaddr.parse(canonical);
  if (parsed.range() !== 'unicast' || cloudInternal.has(canonical)) return false;
  // Only 2000::/3 is assigned for the public internet; the rest is refused whatever future tables call it.
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(globalUnicastIPv6);
}

const isLoopbackAddress = (canonical: string): boolean => ipaddr.parse(canonical).range() === 'loopback';
const isLinkLocal = (canonical: string): boolean => ipaddr.parse(canonical).range() === 'linkLocal';
const isLoopbackName = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && isLoopbackAddress(host));
