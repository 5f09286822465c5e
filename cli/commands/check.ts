// `causeway check URL`: the connection check, from this machine, without a running server.
import { readFileSync } from 'node:fs';
import { readConfig } from '#server/config.ts';
import { checkConnection } from '#server/connection-check/check-connection.ts';
import { createRemoteServers } from '#server/mcp/remote-servers.ts';
import { systemClock } from '#server/platform/clock.ts';
import type { CredentialSource } from '#server/platform/credential.ts';
import { randomId } from '#server/platform/ids.ts';
import { silentLog } from '#server/platform/log.ts';
import { createOutbound } from '#server/platform/outbound-fetch.ts';
import type { CheckStep } from '#shared/contract/connection-check.ts';
import { openCallbackListener } from '../callback-listener.ts';
import { printable } from '../render-result.ts';
import { type Command, defaultUrl } from '../session.ts';
import { type AddOptions, signInFrom } from './connectors.ts';

const signs = { running: '…', passed: '✓', failed: '✗', skipped: '–' };

const signInMilliseconds = 5 * 60_000;

export interface CheckOptions extends AddOptions {
  signIn?: boolean;
}

/** Nothing is kept: a client that is registered and a token that is issued for the check are forgotten. */
export const checkUrl: Command<[string, CheckOptions]> = async (session, url, options) => {
  const { surroundings, out } = session;
  const config = readConfig(surroundings.environment);
  const outbound = createOutbound({ allow: config.outboundAllow, log: silentLog });
  const remote = createRemoteServers({
    ...outbound,
    clock: systemClock,
    ids: randomId,
    log: silentLog,
    version: versionOf(),
  });
  const credential = credentialFrom(await signInFrom(session, options));
  const listener = options.signIn ? await openCallbackListener() : undefined;
  const steps: CheckStep[] = [];
  try {
    const running = checkConnection(
      {
        fetch: outbound.fetch,
        clientName: 'Causeway connection check',
        redirectUri: listener?.redirectUri ?? `${config.publicUrl ?? defaultUrl}/oauth/callback/check`,
        clientDocumentUrl: undefined,
        kept: { find: async () => undefined, save: async () => {} },
        list: async (target) => {
          const connection = await remote.upstreams.open(
            { key: 'check', transport: 'auto', ...target },
            { signal: surroundings.interrupted },
          );
          return connection.list({ signal: surroundings.interrupted });
        },
        ...(listener && {
          browse: (authorizationUrl) => {
            out.note(`Open this address to sign in:\n${authorizationUrl}`);
            return listener.next(signInMilliseconds, surroundings.interrupted);
          },
        }),
      },
      {
        url,
        signal: surroundings.interrupted,
        ...(credential ? { signIn: { kind: 'headers', credential } } : {}),
      },
    );
    for await (const step of running) {
      if (step.state === 'running') continue;
      steps.push(step);
      if (!out.json) out.raw(`${stepInWords(step)}\n`);
    }
  } finally {
    listener?.close();
    await remote.upstreams.closeAll();
    await outbound.close();
  }
  const failed = steps.find(({ state }) => state === 'failed');
  if (out.json) out.result({ url, passed: failed === undefined, cause: failed?.cause, steps }, () => '');
  return failed ? 'checkFailed' : 'done';
};

function stepInWords({ state, step, line, cause, fix, milliseconds, exchanges }: CheckStep): string {
  const lines = [
    `${signs[state]} ${step.padEnd(20)} ${printable(line)}${state === 'skipped' ? '' : ` (${Math.round(milliseconds)} ms)`}`,
  ];
  if (state !== 'failed') return lines.join('\n');
  for (const { sent, received, error } of exchanges)
    lines.push(
      `    sent      ${sent.method} ${printable(sent.url)}`,
      `    received  ${received ? `HTTP ${received.status}` : printable(error ?? 'nothing')}`,
    );
  lines.push(`    cause     ${cause ?? 'unknown'}`, ...(fix ? [`    fix       ${printable(fix)}`] : []));
  return lines.join('\n');
}

function credentialFrom(signIn: Awaited<ReturnType<typeof signInFrom>>): CredentialSource | undefined {
  const fixed = (headers: Record<string, string>): CredentialSource => ({
    headers: async () => headers,
    renew: async () => false,
  });
  if (signIn.kind === 'headers')
    return fixed(Object.fromEntries(signIn.headers.map(({ name, value }) => [name, value])));
  if (signIn.kind !== 'basic') return undefined;
  const pair = Buffer.from(`${signIn.username}:${signIn.password}`).toString('base64');
  return fixed({ authorization: `Basic ${pair}` });
}

function versionOf(): string {
  const path = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
