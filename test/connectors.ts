// Connectors with everything around them, for tests of the feature alone. The remote servers are a table of
// what each URL answers; the stories under test/stories run against real ones over HTTP.
import type { NewActivity } from '#server/activity/record.ts';
import type { OAuthAccountKey } from '#server/authorization/account-credentials.ts';
import { type Connectors, connectorTimes, createConnectors } from '#server/connectors/connectors.ts';
import type { ConnectorSurroundings } from '#server/connectors/deps.ts';
import type { UpstreamChange, Upstreams, UpstreamTarget } from '#server/mcp/upstream.ts';
import { createBus } from '#server/platform/bus.ts';
import type { Database } from '#server/platform/database.ts';
import { randomId } from '#server/platform/ids.ts';
import { silentLog } from '#server/platform/log.ts';
import { createVault } from '#server/platform/vault.ts';
import { makeVaultKey } from '#server/platform/vault-keys.ts';
import type { Tables } from '#server/storage/tables.ts';
import { AppError } from '#shared/app-error.ts';
import type { Catalogue } from '#shared/contract/catalogue.ts';

/** What a remote server of the table does with the headers it gets; a promise may never end. */
export type Answer = (headers: Record<string, string>) => Promise<Catalogue> | Catalogue;

export interface Remote {
  upstreams: Upstreams;
  /** Sets what the server at a URL answers. */
  answer(url: string, answer: Answer): void;
  /** Every opening, oldest first: where the credential's headers went. */
  opened: { key: string; url: string; headers: Record<string, string> }[];
  forgotten: string[];
  /** Listings that run now, and the most at one time, by URL. */
  most(url: string): number;
  change(url: string, change: UpstreamChange): void;
  watchers(url: string): number;
}

export function createRemote(): Remote {
  const answers = new Map<string, Answer>();
  const opened: Remote['opened'] = [];
  const forgotten: string[] = [];
  const running = new Map<string, { now: number; most: number }>();
  const watchers = new Map<string, Set<(change: UpstreamChange) => void>>();
  const list = async (target: UpstreamTarget): Promise<Catalogue> => {
    const count = running.get(target.url) ?? { now: 0, most: 0 };
    running.set(target.url, count);
    count.now += 1;
    count.most = Math.max(count.most, count.now);
    try {
      const answer = answers.get(target.url);
      if (!answer) throw failure('connection_refused', `${target.url} refused the connection`);
      return await answer(await target.credential.headers());
    } finally {
      count.now -= 1;
    }
  };
  return {
    opened,
    forgotten,
    answer: (url, answer) => void answers.set(url, answer),
    most: (url) => running.get(url)?.most ?? 0,
    change: (url, change) => {
      for (const listener of watchers.get(url) ?? []) listener(change);
    },
    watchers: (url) => watchers.get(url)?.size ?? 0,
    upstreams: {
      async open(target) {
        opened.push({ key: target.key, url: target.url, headers: await target.credential.headers() });
        return {
          target,
          server: catalogueOf('any').server,
          list: () => list(target),
          request: async () => ({}),
          requestText: async () => '{}',
          watch(_filter, listener) {
            const mine = watchers.get(target.url) ?? new Set();
            watchers.set(target.url, mine.add(listener));
            return () => void mine.delete(listener);
          },
          close: async () => undefined,
        };
      },
      async forget(key) {
        forgotten.push(key);
      },
      closeAll: async () => undefined,
    },
  };
}

export const failure = (code: string, message: string): AppError =>
  new AppError({ code, status: 502, message, fix: 'Look at the server.' });

/** Answers 401 without this header, otherwise the catalogue. */
export const wants =
  (header: string, value: string, catalogue: Catalogue): Answer =>
  (headers) => {
    if (headers[header] !== value) throw failure('upstream_sign_in_required', 'It wants a sign-in.');
    return catalogue;
  };

export const catalogueOf = (name: string, tools: string[] = ['look']): Catalogue => ({
  server: {
    era: 'modern',
    protocolVersion: '2026-07-28',
    transport: 'streamable-http',
    name,
    version: '1',
    capabilities: { tools: {} },
  },
  tools: tools.map((tool) => ({ name: tool, inputSchema: { type: 'object' } })),
  resources: [],
  resourceTemplates: [],
  prompts: [],
  notes: {},
  listedAt: Date.now(),
});

export interface Bench extends Connectors {
  remote: Remote;
  changes: NewActivity[];
  forgottenOAuth: (OAuthAccountKey | { personId: string; connectorId: string })[];
  events: string[];
}

/** Two people, `anna` and `ben`, with one project each: `anna-home` and `ben-home`. */
export async function openConnectors(
  database: Database<Tables>,
  change: Partial<ConnectorSurroundings> & { times?: Partial<typeof connectorTimes>; remote?: Remote } = {},
): Promise<Bench> {
  const { times, remote: given, bus: givenBus, ...surroundings } = change;
  const remote = given ?? createRemote();
  const changes: NewActivity[] = [];
  const forgottenOAuth: Bench['forgottenOAuth'] = [];
  const events: string[] = [];
  const bus = givenBus ?? createBus();
  for (const person of ['anna', 'ben']) {
    await database.db
      .insertInto('project')
      .values({
        id: `${person}-home`,
        person_id: person,
        name: 'Home',
        slug: 'home',
        is_default: 1,
        created_at: 1,
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    bus.subscribe(person, (event) => events.push(`${person} ${event.topic} ${event.id ?? ''}`));
  }
  const connectors = createConnectors(
    database.db,
    {
      vault: testVault,
      upstreams: remote.upstreams,
      oauth: {
        sourceFor: () => ({
          headers: async () => ({ authorization: 'Bearer from-oauth' }),
          renew: async () => false,
        }),
        forget: async (key) => void forgottenOAuth.push(key),
        forgetConnector: async (key) => void forgottenOAuth.push(key),
      },
      activity: {
        begin: async () => ({ id: 'a', sequence: 1 }),
        end: async () => undefined,
        async write(entry) {
          changes.push(entry);
          return { id: 'a', sequence: 1 };
        },
      },
      bus,
      clock: { now: () => Date.now() },
      makeId: randomId,
      log: silentLog,
      async projectOf(personId, projectId = `${personId}-home`) {
        if (projectId !== `${personId}-home`) throw failure('project_not_found', 'There is no such project.');
        return projectId;
      },
      isPrivateAddress: () => false,
      isListening: () => false,
      toolStates: async ({ tools }) =>
        tools.map(({ name }) => ({
          name,
          group: 'unknown',
          permission: 'ask',
          source: 'default',
          tokens: 1,
        })),
      heldCounts: async () => new Map(),
      async *probe() {},
      dialogMilliseconds: 2000,
      ...surroundings,
    },
    { ...connectorTimes, listMilliseconds: 2000, coalesceMilliseconds: 100, ...times },
  );
  return { ...connectors, remote, changes, forgottenOAuth, events };
}

// One key for all of a file's benches, so that two on one database read each other's secrets.
const testVault = createVault([makeVaultKey()]);
