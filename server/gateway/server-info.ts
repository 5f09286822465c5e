import type { JsonObject } from '#shared/json.ts';
import type { FoundEndpoint } from './offer/offers.ts';

/** How the gateway names itself to clients. */
export function serverInfo({ offer, project }: FoundEndpoint): JsonObject {
  const shown = offer.kind === 'connector' ? offer.connectors[0]?.name : project.name;
  return { name: 'causeway', title: `Causeway · ${shown ?? project.name}`, version: '0.1.0' };
}
