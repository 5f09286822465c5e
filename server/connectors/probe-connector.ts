// A look at a URL before it is added: nothing is saved, and it ends in under 15 s.
import { readConnectorUrl } from '#shared/connector-url.ts';
import type { ProbeEvent, SignInInput } from '#shared/contract/connectors.ts';
import type { ProbeEvent as ServerProbeEvent } from '../mcp/probe.ts';
import { sameUrl } from './add-connector.ts';
import { countsOf } from './connector.ts';
import { credentialFrom } from './credentials.ts';
import type { ConnectorDeps } from './deps.ts';
import { connectorErrors } from './errors.ts';
import { problemOf } from './problem.ts';
import { readAuthority } from './read-authority.ts';
import { trialTarget } from './target.ts';

type Found = Extract<ServerProbeEvent, { kind: 'found' }>['found'];

/** Steps as they happen, then `found` or `failed`; a bad URL is `failed` at once. */
export async function* probeConnector(
  deps: ConnectorDeps,
  input: {
    personId: string;
    url: string;
    projectId?: string | undefined;
    signIn?: SignInInput | undefined;
    certificateAuthority?: string | undefined;
    signal: AbortSignal;
  },
): AsyncGenerator<ProbeEvent> {
  const read = readConnectorUrl(input.url);
  if (read.kind === 'bad') {
    const { code, message, fix } = read;
    yield { kind: 'failed', problem: { code, message, fix } };
    return;
  }
  const projectId = await deps.projectOf(input.personId, input.projectId);
  const duplicates = await sameUrl(deps, input.personId, projectId, read.url);
  const signIn = input.signIn ?? { kind: 'none' };
  const target = trialTarget(
    deps.makeId('probe'),
    input.personId,
    {
      url: read.url,
      transport: 'auto',
      ...readAuthority(input.certificateAuthority),
    },
    credentialFrom(signIn),
  );
  try {
    for await (const event of within(deps, target, read.host, input.signal)) {
      yield event.kind === 'found'
        ? {
            kind: 'found',
            found: {
              ...foundView(read.url, read.host, event.found),
              privateAddress: deps.isPrivateAddress(read.url),
              duplicates,
              warnings: read.warnings,
            },
          }
        : event;
    }
  } finally {
    void deps.upstreams.forget(target.key).catch(() => undefined);
  }
}

/** The server's own steps, cut off when the time is over, also when the probe itself does not notice. */
async function* within(
  deps: ConnectorDeps,
  target: ReturnType<typeof trialTarget>,
  host: string,
  signal: AbortSignal,
): AsyncGenerator<ServerProbeEvent> {
  const stop = new AbortController();
  const tooSlow = connectorErrors.tooSlow(host, Math.round(deps.dialogMilliseconds / 1000));
  const timer = setTimeout(() => stop.abort(tooSlow), deps.dialogMilliseconds);
  const ended = new Promise<never>((_, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason), { once: true });
    signal.addEventListener('abort', () => stop.abort(signal.reason), { once: true });
  });
  ended.catch(() => undefined);
  const events = deps.probe(target, { signal: stop.signal })[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await Promise.race([events.next(), ended]);
      if (next.done) return;
      yield next.value;
    }
  } catch (error) {
    if (signal.aborted) return;
    yield { kind: 'failed', problem: problemOf(error, host) };
  } finally {
    clearTimeout(timer);
    stop.abort(tooSlow);
    void events.return?.().catch(() => undefined);
  }
}

function foundView(url: string, host: string, found: Found) {
  const { catalogue, challenge: _challenge, ...rest } = found;
  const name = catalogue?.server.title ?? catalogue?.server.name;
  const icon = catalogue?.server.icons?.[0];
  return {
    url,
    ...rest,
    ...(name === undefined ? {} : { serverName: name }),
    suggestedName: (name ?? nameOfHost(host)).trim().slice(0, 80) || host,
    ...(icon ? { icon } : {}),
    ...(catalogue ? { counts: countsOf(catalogue) } : {}),
  };
}

/** `mcp.linear.app` → `Linear`, `127.0.0.1:3000` as it is. */
export function nameOfHost(host: string): string {
  const name = host.replace(/:\d+$/, '');
  if (/^[\d.]+$|^\[/.test(name)) return host;
  const labels = name.split('.');
  const telling = labels.length > 1 ? labels.at(-2) : labels[0];
  return telling ? telling.charAt(0).toUpperCase() + telling.slice(1) : host;
}
