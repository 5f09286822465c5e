// What a client listens to: changes of lists, and single resources, whichever way its revision asks for them.
import { findResource } from './offer/find-resource.ts';
import type { Offer, OfferedConnector } from './offer/offer.ts';
import type { ListName, Offers } from './offer/offers.ts';
import type { GatewayPrincipal } from './principal.ts';

/** Watches resources of one connector for one person; the seam to the connection. Returns how to stop. */
export type WatchResources = (
  personId: string,
  connector: OfferedConnector,
  uris: string[],
  listener: (uri: string) => void,
) => () => void;

export interface SubscriptionDependencies {
  offers: Offers;
  watchResources: WatchResources;
}

/** Watches resources by the URIs the client knows; answers those that belong to a connector of the endpoint. */
export function watchResources(
  dependencies: SubscriptionDependencies,
  principal: GatewayPrincipal,
  offer: Offer,
  uris: string[],
  listener: (uri: string) => void,
): { honoured: string[]; stop: () => void } {
  const byConnector = new Map<OfferedConnector, Map<string, string>>();
  const honoured: string[] = [];
  for (const uri of uris) {
    const found = findResource(offer, uri);
    if (!found) continue;
    honoured.push(uri);
    const known = byConnector.get(found.connector) ?? new Map<string, string>();
    known.set(found.uri, uri);
    byConnector.set(found.connector, known);
  }
  const stops = [...byConnector].map(([connector, known]) =>
    dependencies.watchResources(principal.personId, connector, [...known.keys()], (uri) => {
      listener(known.get(uri) ?? uri);
    }),
  );
  return {
    honoured,
    stop() {
      for (const stop of stops) stop();
    },
  };
}

export const listNotification: Record<ListName, string> = {
  tools: 'notifications/tools/list_changed',
  prompts: 'notifications/prompts/list_changed',
  resources: 'notifications/resources/list_changed',
};
