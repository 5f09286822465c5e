// Whose resource a URI is, also when the URI was never listed but fits a template.
import type { Offer, OfferedConnector } from './offer.ts';

export interface FoundResource {
  connector: OfferedConnector;
  /** The URI as the server knows it. */
  uri: string;
}

/** Answers `undefined` when no connector of the endpoint can own the URI. */
export function findResource(offer: Offer, uri: string): FoundResource | undefined {
  const listed = offer.resources.get(uri);
  if (listed) return { connector: listed.connector, uri: listed.definition.uri };
  const withResources = offer.connectors.filter(
    ({ catalogue }) => catalogue?.server.capabilities.resources !== undefined,
  );
  const only = withResources.length === 1 ? withResources[0] : undefined;
  if (only) return { connector: only, uri };
  for (const connector of withResources) {
    const prefix = `x-${connector.slug}+`;
    if (uri.startsWith(prefix)) return { connector, uri: uri.slice(prefix.length) };
  }
  let best: { connector: OfferedConnector; length: number } | undefined;
  for (const { connector, definition } of offer.templates.values()) {
    const { uriTemplate } = definition;
    const open = uriTemplate.indexOf('{');
    const head = open < 0 ? uriTemplate : uriTemplate.slice(0, open);
    const tail = open < 0 ? '' : uriTemplate.slice(uriTemplate.lastIndexOf('}') + 1);
    if (!uri.startsWith(head) || !uri.endsWith(tail) || uri.length < head.length + tail.length) continue;
    if (!best || head.length > best.length) best = { connector, length: head.length };
  }
  return best && { connector: best.connector, uri };
}
