// The connection check as the command line runs it, with a browser that follows redirects at once.
import {
  type CheckDeps,
  type CheckInput,
  checkConnection,
} from '#server/connection-check/check-connection.ts';
import { createUpstreams } from '#server/mcp/upstreams.ts';
import { systemClock } from '#server/platform/clock.ts';
import { randomId } from '#server/platform/ids.ts';
import { silentLog } from '#server/platform/log.ts';
import { createOutboundFetch, type OutboundFetch } from '#server/platform/outbound-fetch.ts';
import type { CheckStep } from '#shared/contract/connection-check.ts';
import { followRedirect } from './start-oauth-server.ts';

export const loopbackFetch: OutboundFetch = createOutboundFetch({ allow: ['loopback'], log: silentLog });

export function checkDeps(over: Partial<CheckDeps> = {}): CheckDeps {
  return {
    fetch: loopbackFetch,
    clientName: 'Causeway',
    redirectUri: 'http://127.0.0.1:7/oauth/callback/check',
    clientDocumentUrl: undefined,
    kept: { find: async () => undefined, save: async () => undefined },
    async list(target) {
      const upstreams = createUpstreams({
        fetch: loopbackFetch,
        clock: systemClock,
        ids: randomId,
        log: silentLog,
      });
      try {
        const connection = await upstreams.open({ ...target, key: 'check', transport: 'auto' });
        return await connection.list();
      } finally {
        await upstreams.closeAll();
      }
    },
    browse: followRedirect,
    ...over,
  };
}

export async function runCheck(input: CheckInput, over: Partial<CheckDeps> = {}): Promise<CheckStep[]> {
  const steps: CheckStep[] = [];
  for await (const step of checkConnection(checkDeps(over), input)) steps.push(step);
  return steps;
}
