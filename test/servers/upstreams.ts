// Connections to test servers: the real upstreams over a lane that may reach this machine.

import type { UpstreamLimits } from '#server/mcp/limits.ts';
import type { Upstreams, UpstreamTarget } from '#server/mcp/upstream.ts';
import { createUpstreams, type UpstreamsDeps } from '#server/mcp/upstreams.ts';
import { systemClock } from '#server/platform/clock.ts';
import type { CredentialSource } from '#server/platform/credential.ts';
import { randomId } from '#server/platform/ids.ts';
import { silentLog } from '#server/platform/log.ts';
import { createOutbound } from '#server/platform/outbound-fetch.ts';

/** No sign-in at all. */
export const noCredential: CredentialSource = { headers: async () => ({}), renew: async () => false };

/** The real way out, with this machine allowed. */
export const outbound = createOutbound({ allow: ['loopback'], log: silentLog });

export const targetOf = (url: string, more: Partial<UpstreamTarget> = {}): UpstreamTarget => ({
  key: url,
  url,
  transport: 'auto',
  credential: noCredential,
  ...more,
});

export const makeUpstreams = (
  limits: Partial<UpstreamLimits> = {},
  more: Partial<UpstreamsDeps> = {},
): Upstreams =>
  createUpstreams({
    fetch: outbound.fetch,
    request: outbound.request,
    clock: systemClock,
    ids: randomId,
    log: silentLog,
    limits: { rewatchMilliseconds: 20, changeMilliseconds: 20, ...limits },
    ...more,
  });

/** Resolves once `check` holds; fails after `milliseconds`. */
export async function eventually(check: () => boolean, milliseconds = 5_000): Promise<void> {
  const until = performance.now() + milliseconds;
  while (!check()) {
    if (performance.now() > until) throw new Error(`Did not happen within ${milliseconds} ms: ${check}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
