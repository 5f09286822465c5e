// Keeps offers in memory and tells who watches them what changed. No list ever asks a server.
import type { LiveEvent } from '#shared/contract/events.ts';
import type { Exposure } from '#shared/contract/exposure.ts';
import type { Bus } from '../../platform/bus.ts';
import type { EndpointAddress } from '../endpoint.ts';
import { buildOffer, type Offer, type OfferedConnector } from './offer.ts';

export interface GatewayProject {
  id: string;
  slug: string;
  name: string;
  exposure: Exposure;
}

export interface OffersDependencies {
  bus: Bus;
  findProject(personId: string, slug: string): Promise<GatewayProject | undefined>;
  /** The project's connectors as the person may see them, in stable order. */
  visibleConnectors(personId: string, projectId: string): Promise<OfferedConnector[]>;
}

export interface FoundEndpoint {
  project: GatewayProject;
  offer: Offer;
}

export type ListName = 'tools' | 'prompts' | 'resources';

export interface Offers {
  /** `undefined`: no such project or connector for this person. */
  find(personId: string, address: EndpointAddress): Promise<FoundEndpoint | undefined> | FoundEndpoint;
  /** Calls back with the lists that differ from before, after a change settled. Returns how to stop. */
  watch(personId: string, address: EndpointAddress, listener: (changed: ListName[]) => void): () => void;
}

/** Topics after which an offer may be another. */
const topics = new Set<LiveEvent['topic']>(['connectors', 'catalogue', 'reviews', 'projects', 'gateway']);
/** Changes come in bursts (a whole catalogue, a group of permissions): one notice for each burst. */
const settleMilliseconds = 50;

interface Person {
  found: Map<string, FoundEndpoint>;
  /** Grows with every change, so that an offer built across a change is not kept. */
  version: number;
  watchers: Set<{
    address: EndpointAddress;
    lists: Offer['lists'] | undefined;
    listener: (changed: ListName[]) => void;
  }>;
  settling: NodeJS.Timeout | undefined;
  stop: () => void;
}

export function createOffers(dependencies: OffersDependencies): Offers & { close(): void } {
  const people = new Map<string, Person>();

  function personOf(personId: string): Person {
    const known = people.get(personId);
    if (known) return known;
    const person: Person = {
      found: new Map(),
      version: 0,
      watchers: new Set(),
      settling: undefined,
      stop: dependencies.bus.subscribe(personId, (event) => {
        if (topics.has(event.topic)) changed(personId, person);
      }),
    };
    people.set(personId, person);
    return person;
  }

  function changed(personId: string, person: Person): void {
    person.found.clear();
    person.version += 1;
    if (person.watchers.size === 0 || person.settling) return;
    person.settling = setTimeout(() => {
      person.settling = undefined;
      void tell(personId, person);
    }, settleMilliseconds);
    person.settling.unref();
  }

  async function tell(personId: string, person: Person): Promise<void> {
    for (const watcher of [...person.watchers]) {
      const now = (await load(personId, person, watcher.address))?.offer.lists;
      const before = watcher.lists;
      watcher.lists = now;
      if (!now || !before || !person.watchers.has(watcher)) continue;
      const differ: ListName[] = [];
      if (now.tools !== before.tools) differ.push('tools');
      if (now.prompts !== before.prompts) differ.push('prompts');
      if (now.resources !== before.resources || now.resourceTemplates !== before.resourceTemplates)
        differ.push('resources');
      if (differ.length > 0) watcher.listener(differ);
    }
  }

  async function load(
    personId: string,
    person: Person,
    address: EndpointAddress,
  ): Promise<FoundEndpoint | undefined> {
    const known = person.found.get(address.path);
    if (known) return known;
    const { version } = person;
    const project = await dependencies.findProject(personId, address.projectSlug);
    if (!project) return undefined;
    const all = await dependencies.visibleConnectors(personId, project.id);
    const chosen =
      address.connectorSlug === undefined ? all : all.filter(({ slug }) => slug === address.connectorSlug);
    if (address.connectorSlug !== undefined && chosen.length === 0) return undefined;
    const found: FoundEndpoint = {
      project,
      // One connector's own endpoint is lossless whatever the project is set to.
      offer:
        address.connectorSlug === undefined
          ? buildOffer(chosen, 'project', project.exposure)
          : buildOffer(chosen, 'connector'),
    };
    if (person.version === version) person.found.set(address.path, found);
    return found;
  }

  return {
    find(personId, address) {
      const person = personOf(personId);
      return person.found.get(address.path) ?? load(personId, person, address);
    },
    watch(personId, address, listener) {
      const person = personOf(personId);
      const watcher = { address, lists: person.found.get(address.path)?.offer.lists, listener };
      person.watchers.add(watcher);
      if (!watcher.lists)
        void load(personId, person, address).then((found) => {
          watcher.lists ??= found?.offer.lists;
        });
      return () => person.watchers.delete(watcher);
    },
    close() {
      for (const person of people.values()) {
        person.stop();
        clearTimeout(person.settling);
      }
      people.clear();
    },
  };
}
