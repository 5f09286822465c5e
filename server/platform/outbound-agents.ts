// Connection pools whose sockets were all checked by the address guard.
import { createHash } from 'node:crypto';
import dns from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isIP } from 'node:net';
import { getCACertificates } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import type { AddressGuard } from './outbound-address.ts';
import { outboundErrors } from './outbound-errors.ts';

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

/** Looks a name up; every address it has. Rejects with `code: 'ENOTFOUND'` when there is none. */
export type ResolveHost = (hostname: string) => Promise<ResolvedAddress[]>;

export interface OutboundAgents {
  /** The agent of one pool; connections are never shared between pools. */
  agentFor(pool: string, certificateAuthority: string | undefined, connectMilliseconds: number): Agent;
  close(): Promise<void>;
}

/** The operating system's own resolution (hosts file included), one look-up at a time per name. */
export function createResolveHost(): ResolveHost {
  const running = new Map<string, Promise<ResolvedAddress[]>>();
  return (name) => {
    const plain = name.replace(/\.$/, '');
    const hostname = plain.endsWith('.localhost') ? 'localhost' : plain;
    const known = running.get(hostname);
    if (known) return known;
    const asked = dns.promises
      .lookup(hostname, { all: true })
      .then((found) => found.map((a) => ({ address: a.address, family: a.family === 6 ? 6 : 4 }) as const))
      .finally(() => running.delete(hostname));
    running.set(hostname, asked);
    return asked;
  };
}

const agentsKept = 2000;

export function createOutboundAgents(deps: { guard: AddressGuard; resolve: ResolveHost }): OutboundAgents {
  const agents = new Map<string, Agent>();
  return {
    agentFor(pool, certificateAuthority, connectMilliseconds) {
      const authority = certificateAuthority
        ? createHash('sha256').update(certificateAuthority).digest('base64url')
        : '';
      const key = `${connectMilliseconds} ${authority} ${pool}`;
      const known = agents.get(key);
      if (known) return known;
      const agent = new Agent({
        connect: checkedConnector(deps, certificateAuthority, connectMilliseconds),
        // One protocol over every hop keeps "not sent" decidable; our own timers replace undici's idle ones.
        allowH2: false,
        headersTimeout: 0,
        bodyTimeout: 0,
        pipelining: 1,
        keepAliveTimeout: 15_000,
        keepAliveMaxTimeout: 60_000,
      });
      agents.set(key, agent);
      if (agents.size > agentsKept) forgetOldest(agents);
      return agent;
    },
    async close() {
      const all = [...agents.values()];
      agents.clear();
      await Promise.all(all.map((agent) => agent.destroy()));
    },
  };
}

function forgetOldest(agents: Map<string, Agent>): void {
  const oldest = agents.entries().next().value;
  if (!oldest) return;
  agents.delete(oldest[0]);
  // Waits for its running requests; nobody waits for it.
  void oldest[1].close().catch(() => {});
}

/** undici's `lookup` is not called for an address written as such, hence the check before, and again after, on the socket. */
function checkedConnector(
  deps: { guard: AddressGuard; resolve: ResolveHost },
  certificateAuthority: string | undefined,
  connectMilliseconds: number,
): buildConnector.connector {
  const { guard, resolve } = deps;
  // One per port, because the look-up must know the port; kept, because it remembers TLS sessions.
  const connectors = new Map<number, buildConnector.connector>();
  const connectorFor = (port: number): buildConnector.connector => {
    const known = connectors.get(port);
    if (known) return known;
    const made = buildConnector({
      timeout: connectMilliseconds,
      allowH2: false,
      lookup: checkedLookup(guard, resolve, port),
      ...(certificateAuthority ? { ca: [...getCACertificates('default'), certificateAuthority] } : {}),
    });
    connectors.set(port, made);
    return made;
  };
  return (options, callback) => {
    const hostname = options.hostname.replace(/^\[|\]$/g, '');
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    if (guard.judgeHost(hostname, port) === 'blocked') {
      callback(outboundErrors.blocked(hostname), null);
      return;
    }
    connectorFor(port)({ ...options, hostname }, (error, socket) => {
      if (error) {
        callback(error, null);
        return;
      }
      const reached = socket.remoteAddress;
      if (reached === undefined || guard.judgeAddress(reached, hostname, port) === 'blocked') {
        socket.destroy();
        callback(outboundErrors.blocked(hostname), null);
        return;
      }
      callback(null, socket);
    });
  };
}

/** One private address among public ones refuses the whole name: it must not be left to chance which is taken. */
function checkedLookup(guard: AddressGuard, resolve: ResolveHost, port: number): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname).then(
      (found) => {
        const wanted = options.family === 4 || options.family === 6 ? options.family : 0;
        const usable = found.filter((a) => isIP(a.address) && (wanted === 0 || a.family === wanted));
        if (usable.length === 0) {
          callback(Object.assign(new Error(`No address for ${hostname}`), { code: 'ENOTFOUND' }), []);
        } else if (found.some((a) => guard.judgeAddress(a.address, hostname, port) === 'blocked')) {
          callback(outboundErrors.blocked(hostname), []);
        } else if (options.all) {
          callback(null, usable);
        } else {
          callback(null, usable[0]?.address ?? '', usable[0]?.family);
        }
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}
