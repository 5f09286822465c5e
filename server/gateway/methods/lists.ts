// The four lists and `server/discover`, answered from memory as text.
import type { Exchange, Method } from '../exchange.ts';
import type { Offer } from '../offer/offer.ts';
import { serverInfo } from '../server-info.ts';
import { failure, rpcCode } from '../wire/json-rpc.ts';

/** How long a client may keep a list, milliseconds; changes are told by notification before that. */
const listTtlMilliseconds = 60_000;

/** Fields that 2026-07-28 requires of cacheable results ("Caching"); lists differ by person, so never public. */
const cacheFields = `"ttlMs":${listTtlMilliseconds},"cacheScope":"private"`;
const modernFields = `"resultType":"complete",${cacheFields},`;

const list =
  (key: keyof Offer['lists']): Method =>
  ({ era, offer, request }) => {
    if (request.params.cursor !== undefined)
      return failure(rpcCode.invalidParams, 'The cursor is not one of this list: it has one page.');
    return { result: `{${era === 'modern' ? modernFields : ''}"${key}":${offer.lists[key]}}` };
  };

export const listMethods: Record<string, Method> = {
  'tools/list': list('tools'),
  'prompts/list': list('prompts'),
  'resources/list': list('resources'),
  'resources/templates/list': list('resourceTemplates'),
};

/** `server/discover` of 2026-07-28. */
export const discover: Method = (exchange) => ({
  result: JSON.stringify({
    resultType: 'complete',
    supportedVersions: ['2026-07-28'],
    capabilities: exchange.offer.capabilities,
    serverInfo: serverInfo(exchange),
    ...(exchange.offer.instructions ? { instructions: exchange.offer.instructions } : {}),
    ttlMs: listTtlMilliseconds,
    cacheScope: 'private',
    _meta: { 'io.modelcontextprotocol/serverInfo': serverInfo(exchange) },
  }),
});

/** What an older client is told by `initialize`. */
export const initializeResult = (
  exchange: Pick<Exchange, 'offer' | 'project'>,
  protocolVersion: string,
): string =>
  JSON.stringify({
    protocolVersion,
    capabilities: exchange.offer.capabilities,
    serverInfo: serverInfo(exchange),
    ...(exchange.offer.instructions ? { instructions: exchange.offer.instructions } : {}),
  });
