// A gate on a real store with small stand-ins for what is around it: connectors, upstream, activity.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { createActivity } from '#server/activity/create-activity.ts';
import type { ActivityRecord } from '#server/activity/record.ts';
import type { ConnectorsForCalls, ResolvedConnector } from '#server/connectors/connectors-for-calls.ts';
import type { UpstreamConnection, UpstreamRequest, UpstreamRequestOptions } from '#server/mcp/upstream.ts';
import { createBus } from '#server/platform/bus.ts';
import { type Database, migrate, openDatabase } from '#server/platform/database.ts';
import { randomId } from '#server/platform/ids.ts';
import { silentLog } from '#server/platform/log.ts';
import { createCheckpoints } from '#server/platform/sqlite-checkpoints.ts';
import { unsyncedOnSqlite } from '#server/platform/sqlite-unsynced.ts';
import { migrations } from '#server/storage/migrations.ts';
import type { Tables } from '#server/storage/tables.ts';
import type { CallRequest } from '#server/tool-calls/call.ts';
import { createGate, type Gate } from '#server/tool-calls/create-gate.ts';
import { AppError } from '#shared/app-error.ts';
import type { ActivityEntry } from '#shared/contract/activity.ts';
import type { Catalogue, Prompt, Tool } from '#shared/contract/catalogue.ts';
import type { LiveEvent } from '#shared/contract/events.ts';
import type { JsonObject } from '#shared/json.ts';

export const toolNamed = (name: string, more: Partial<Tool> = {}): Tool => ({
  name,
  description: `Does ${name}.`,
  inputSchema: { type: 'object', properties: { text: { type: 'string' } } },
  ...more,
});

export const catalogueOf = (more: Partial<Catalogue> = {}): Catalogue => ({
  server: {
    era: 'modern',
    protocolVersion: '2026-07-28',
    transport: 'streamable-http',
    name: 'harbour',
    version: '1.0.0',
    capabilities: { tools: {} },
  },
  tools: [
    toolNamed('list_ships', { annotations: { readOnlyHint: true } }),
    toolNamed('book_berth', { annotations: { readOnlyHint: false, destructiveHint: false } }),
    toolNamed('sink_ship', { annotations: { readOnlyHint: false, destructiveHint: true } }),
  ],
  resources: [],
  resourceTemplates: [],
  prompts: [{ name: 'greet' } satisfies Prompt],
  notes: {},
  listedAt: 1,
  ...more,
});

export interface SentRequest {
  request: UpstreamRequest;
  options: UpstreamRequestOptions | undefined;
}

export interface Stage {
  gate: Gate;
  db: Kysely<Tables>;
  sent: SentRequest[];
  events: LiveEvent[];
  entry(id: string): Promise<ActivityEntry>;
  recordDb: Kysely<Tables>;
  catalogue: { now: Catalogue };
  /** What the server answers; may throw, ask, or wait. */
  answer: { with: (sent: SentRequest) => Promise<JsonObject> | JsonObject };
  connector: ResolvedConnector;
  call(more?: Partial<CallRequest>): CallRequest;
  relist(catalogue: Catalogue): Promise<void>;
  /** Another gate on the same store, as a second process would have. */
  another(): Promise<Gate>;
  addConnector(id: string, personId: string): Promise<void>;
  activityFails: { now: boolean };
  close(): Promise<void>;
}

export const person = 'per_anna';
export const project = 'prj_default';

interface StageOptions {
  database?: Database<Tables>;
  clock?: { now(): number };
  monotonic?: () => number;
  approvalExpiry?: { held: number; returned: number };
  limitsOfCalls?: Parameters<typeof createGate>[0]['limitsOfCalls'];
}

/** Opens a stage on its own SQLite file, or on the given database. */
export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'causeway-gate-'));
  const database = options.database ?? openDatabase<Tables>({ file: join(folder, 'test.sqlite') });
  await migrate(database, migrations(database.dialect));
  const { db } = database;
  const sent: SentRequest[] = [];
  const events: LiveEvent[] = [];
  const catalogue = { now: catalogueOf() };
  const answer: Stage['answer'] = { with: () => ({ content: [{ type: 'text', text: 'done' }] }) };
  const activityFails = { now: false };
  const bus = createBus();
  bus.subscribe(person, (event) => events.push(event));
  const connector = resolvedConnector('con_harbour', person, catalogue.now);
  await addConnectorRow(db, connector.id, person);
  const known = new Map([[connector.id, { personId: person, connector }]]);
  const checkpoints = createCheckpoints();
  const recorded = await createActivity({
    database,
    checkpoints,
    clock: { now: () => Date.now() },
    ids: randomId,
    bus,
  });
  const activity = failing(recorded.record, activityFails);
  const listeners = new Set<Parameters<ConnectorsForCalls['onCatalogue']>[0]>();
  const connectors: ConnectorsForCalls = {
    async resolve({ personId, connectorId }) {
      const found = known.get(connectorId);
      if (!found || found.personId !== personId)
        throw new AppError({
          code: 'connector_not_found',
          status: 404,
          message: 'There is no such connector.',
        });
      return { ...found.connector, catalogue: catalogue.now };
    },
    ofProject: async () => [],
    noteCall() {},
    onCatalogue(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const send = async (request: UpstreamRequest, more?: UpstreamRequestOptions): Promise<JsonObject> => {
    const one: SentRequest = { request, options: more };
    sent.push(one);
    return await answer.with(one);
  };
  const connection = {
    request: send,
    requestText: async (request: UpstreamRequest, more?: UpstreamRequestOptions) =>
      JSON.stringify(await send(request, more)),
  } as unknown as UpstreamConnection;
  const makeGate = (): Gate =>
    createGate({
      db,
      connectors,
      upstreams: { open: async () => connection, forget: async () => {}, closeAll: async () => {} },
      activity,
      recordDb: recorded.database.db,
      unsynced: unsyncedOnSqlite(database, checkpoints),
      bus,
      clock: options.clock ?? { now: () => Date.now() },
      id: randomId,
      log: silentLog,
      ...(options.monotonic ? { monotonic: options.monotonic } : {}),
      ...(options.approvalExpiry ? { approvalExpiry: options.approvalExpiry } : {}),
      ...(options.limitsOfCalls ? { limitsOfCalls: options.limitsOfCalls } : {}),
    });
  const gate = makeGate();
  const others: Gate[] = [];
  return {
    gate,
    db,
    sent,
    events,
    async entry(id) {
      const entry = await recorded.store.get(id);
      if (!entry) throw new Error(`there is no entry ${id}`);
      return entry;
    },
    recordDb: recorded.database.db,
    catalogue,
    answer,
    connector,
    activityFails,
    call: (more) => ({
      personId: person,
      projectId: project,
      origin: { door: 'chat' },
      connectorId: connector.id,
      method: 'tools/call',
      subject: 'list_ships',
      arguments: {},
      ...more,
    }),
    async relist(now) {
      const before = catalogue.now;
      catalogue.now = now;
      for (const listener of listeners)
        await listener({ personId: person, connectorId: connector.id, accountId: 'acc_1', before, now });
    },
    async another() {
      const one = makeGate();
      others.push(one);
      return one;
    },
    async addConnector(id, personId) {
      await addConnectorRow(db, id, personId);
      known.set(id, { personId, connector: resolvedConnector(id, personId, catalogue.now) });
    },
    async close() {
      for (const one of [gate, ...others]) await one.close(100);
      await recorded.close();
      await checkpoints.close();
      if (!options.database) await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function resolvedConnector(id: string, personId: string, catalogue: Catalogue): ResolvedConnector {
  return {
    id,
    projectId: project,
    name: 'Harbour',
    slug: 'harbour',
    url: 'https://harbour.example.com/mcp',
    account: { id: 'acc_1', label: 'Main', kind: 'none' },
    target: {
      key: `${personId}:${id}`,
      url: 'https://harbour.example.com/mcp',
      transport: 'auto',
      credential: { headers: async () => ({}), renew: async () => false },
    },
    catalogue,
  };
}

async function addConnectorRow(db: Kysely<Tables>, id: string, personId: string): Promise<void> {
  await db
    .insertInto('project')
    .values({
      id: project,
      person_id: person,
      name: 'Default',
      slug: 'default',
      is_default: 1,
      created_at: 1,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
  await sql`insert into connector (id, person_id, project_id, name, slug, url, sign_in, transport, health, created_at, updated_at)
    values (${id}, ${personId}, ${project}, 'Harbour', ${id}, 'https://harbour.example.com/mcp', 'none', 'auto', '{}', 1, 1)
    on conflict (id) do nothing`.execute(db);
}

/** The real record, with a switch that makes writing fail. */
function failing(record: ActivityRecord, fails: { now: boolean }): ActivityRecord {
  const check = (): void => {
    if (fails.now) throw new Error('no space left on device');
  };
  return {
    async begin(entry) {
      check();
      return record.begin(entry);
    },
    async end(id, end) {
      check();
      return record.end(id, end);
    },
    async write(entry, end) {
      check();
      return record.write(entry, end);
    },
  };
}
