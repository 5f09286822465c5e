// Every way in that can lead to a call, taken from the lists the doors are made of: what is Blocked or held never
// reaches the server, and what reaches it was recorded before.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCallMethods } from '#server/gateway/methods/call.ts';
import { listMethods } from '#server/gateway/methods/lists.ts';
import { addressOf } from '#shared/contract/address.ts';
import { allEndpoints, api } from '#shared/contract/api.ts';
import type { AnyEndpoint } from '#shared/contract/endpoint.ts';
import { type Caller, startCauseway, type TestCauseway, type TestPerson } from '#test/causeway.ts';
import { runCollected } from '#test/command-line.ts';
import { exampleOf } from '#test/example-input.ts';
import { connectCurrent, connectPrevious } from '#test/gateway-clients.ts';
import type { RunningServer } from '#test/servers/spec.ts';
import { fullOffer, startServer } from '#test/servers/start-server.ts';
import { buildProgram } from '../../cli/run-command-line.ts';

const callMethods = ['tools/call', 'prompts/get', 'resources/read', 'completion/complete'] as const;
type Subject = 'open' | 'blocked' | 'held';
const subjects: readonly Subject[] = ['open', 'blocked', 'held'];

let server: RunningServer;
let causeway: TestCauseway;
let token: string;
let connector: { id: string; slug: string };
/** What the record held when a tool ran: entries that had begun. */
let beganBefore: number[] = [];

const arrived = (): number => callMethods.reduce((sum, method) => sum + server.count(method), 0);

function entries(outcome: 'started' | 'refused', subject: string): number {
  const record = new DatabaseSync(join(causeway.dataFolder, 'causeway-activity.db'), { readOnly: true });
  const row = record
    .prepare('select count(*) as n from activity where subject = ? and outcome = ?')
    .get(subject, outcome) as { n: number };
  record.close();
  return row.n;
}

beforeAll(async () => {
  // Characters that cannot be seen hold a definition on the first listing.
  const hidden = 'Reads\u200b the tides';
  const run = () => {
    beganBefore.push(entries('started', 'open'));
    return { content: [{ type: 'text', text: 'ran' }] };
  };
  server = await startServer({
    ...fullOffer,
    era: 'dual',
    tools: [
      { name: 'open', run },
      { name: 'blocked', run },
      { name: 'held', description: hidden, run },
    ],
    prompts: [
      { name: 'open', text: 'Say it.', values: {} },
      { name: 'held', description: hidden, text: 'Say it.', values: {} },
    ],
  });
  causeway = await startCauseway();
  ({ connector } = await causeway.api(api.connectors.add, {
    body: { name: 'Harbour', url: server.url, signIn: { kind: 'none' } },
  }));
  await permit({ kind: 'tool', tool: 'open' }, 'allow');
  await permit({ kind: 'tool', tool: 'blocked' }, 'block');
  await permit({ kind: 'tool', tool: 'held' }, 'allow');
  token = await causeway.token();
}, 60_000);
afterAll(async () => {
  await causeway?.close();
  await server?.close();
});

type Target = { kind: 'tool'; tool: string } | { kind: 'group'; group: 'resources' | 'prompts' };
const permit = (target: Target, permission: 'allow' | 'block') =>
  causeway.api(api.connectors.setPermission, {
    params: { connectorId: connector.id },
    body: { target, permission },
  });

const post = (endpoint: AnyEndpoint, body: unknown): Promise<string> =>
  causeway
    .fetch(addressOf(endpoint, { params: { connectorId: connector.id } }), {
      method: 'POST',
      body: JSON.stringify(body),
    })
    .then((response) => response.text());

/** A door for tools: makes the call, whatever comes of it. */
type ToolDoor = (tool: Subject) => Promise<unknown>;
/** A door for what is not a tool; shut by the group. Not `recorded`: a client is told that there is no such thing, before any call. */
type GroupDoor = { group: 'resources' | 'prompts'; recorded: boolean; go: () => Promise<unknown> };

const failing = (going: Promise<unknown>): Promise<unknown> => going.catch((error: unknown) => error);

/** Endpoints that call, by id. All others of the contract are walked below and may not. */
const endpointDoors: Record<string, ToolDoor | GroupDoor> = {
  'calls.run-tool': (tool) => post(api.calls.runTool, { tool, arguments: {} }),
  'calls.read-resource': {
    group: 'resources',
    recorded: true,
    go: () => post(api.calls.readResource, { uri: 'harbour://tides' }),
  },
  'calls.get-prompt': {
    group: 'prompts',
    recorded: true,
    go: () => post(api.calls.getPrompt, { prompt: 'open' }),
  },
  'calls.complete': {
    group: 'prompts',
    recorded: true,
    go: () =>
      post(api.calls.complete, {
        ref: { type: 'ref/prompt', name: 'open' },
        argument: { name: 'ship', value: 'a' },
      }),
  },
};

/** Each is gone through by a client of 2026-07-28 and one of 2025-11-25. */
async function asClients(go: (client: Awaited<ReturnType<typeof connectCurrent>>) => Promise<unknown>) {
  for (const connect of [connectCurrent, connectPrevious]) {
    const client = await connect(`${causeway.url}/mcp/default/${connector.slug}`, token);
    await failing(go(client as Awaited<ReturnType<typeof connectCurrent>>));
    await client.close();
  }
}
const gatewayDoors: Record<string, ToolDoor | GroupDoor> = {
  'tools/call': (tool) => asClients((client) => client.callTool({ name: tool, arguments: {} })),
  'prompts/get': {
    group: 'prompts',
    recorded: false,
    go: () => asClients((client) => client.getPrompt({ name: 'open' })),
  },
  'resources/read': {
    group: 'resources',
    recorded: false,
    go: () => asClients((client) => client.readResource({ uri: 'harbour://tides' })),
  },
  'completion/complete': {
    group: 'prompts',
    recorded: false,
    go: () =>
      asClients((client) =>
        client.complete({
          ref: { type: 'ref/prompt', name: 'open' },
          argument: { name: 'ship', value: 'a' },
        }),
      ),
  },
};

const run = (...args: string[]) =>
  runCollected(args, { environment: { CAUSEWAY_URL: causeway.url, CAUSEWAY_TOKEN: token } });
const commandDoors: Record<string, ToolDoor | GroupDoor> = {
  call: (tool) => run('call', connector.slug, tool, '--args', '{}'),
  read: {
    group: 'resources',
    recorded: true,
    go: () => run('read', connector.slug, 'harbour://tides'),
  },
  prompt: { group: 'prompts', recorded: true, go: () => run('prompt', connector.slug, 'open') },
};
/** Commands that work on settings, or on this machine alone, and call nothing. */
const quietCommands = [
  'login',
  'logout',
  'connectors add',
  'connectors list',
  'connectors show',
  'connectors refresh',
  'connectors remove',
  'check',
  'token create',
  'token list',
  'token revoke',
  'activity list',
  'activity export',
  'activity verify',
];

test('every command of the command line is either a door or known to be none', () => {
  const names: string[] = [];
  const walk = (command: ReturnType<typeof buildProgram>, path: string[]): void => {
    if (command.commands.length === 0) names.push(path.join(' '));
    for (const child of command.commands) walk(child, [...path, child.name()]);
  };
  walk(
    buildProgram(() => async () => {}),
    [],
  );
  expect(names.toSorted()).toEqual([...Object.keys(commandDoors), ...quietCommands].toSorted());
});

test('every method of the gateway that calls is a door', () => {
  expect(Object.keys(createCallMethods({} as never))).toEqual(Object.keys(gatewayDoors));
});

const doors = Object.entries({ ...endpointDoors, ...gatewayDoors, ...commandDoors });
const toolDoors = doors.filter((door): door is [string, ToolDoor] => typeof door[1] === 'function');
const groupDoors = doors.filter((door): door is [string, GroupDoor] => typeof door[1] !== 'function');

test.each(toolDoors)(
  '%s: Blocked and held never arrive; what arrives is recorded before',
  async (_name, go) => {
    for (const tool of subjects) {
      const before = arrived();
      const refusals = entries('refused', tool);
      beganBefore = [];
      await failing(go(tool));
      if (tool === 'open') {
        expect(arrived()).toBeGreaterThan(before);
        expect(beganBefore.length).toBeGreaterThan(0);
        expect(Math.min(...beganBefore)).toBeGreaterThan(0);
      } else {
        expect(arrived(), tool).toBe(before);
        // What is held is not known to a client at all; else the refusal is in the record.
        if (tool === 'blocked' && go !== gatewayDoors['tools/call'])
          expect(entries('refused', tool)).toBe(refusals + 1);
      }
    }
  },
);

test.each(groupDoors)('%s: what is Blocked never arrives', async (_name, { group, recorded, go }) => {
  const subject = group === 'prompts' ? 'open' : 'harbour://tides';
  await permit({ kind: 'group', group }, 'allow');
  const open = arrived();
  await failing(go());
  expect(arrived()).toBeGreaterThan(open);
  await permit({ kind: 'group', group }, 'block');
  const before = arrived();
  const refusals = entries('refused', subject);
  await failing(go());
  expect(arrived()).toBe(before);
  if (recorded) expect(entries('refused', subject)).toBe(refusals + 1);
});

test('a held prompt never arrives, by hand or through the gateway', async () => {
  await permit({ kind: 'group', group: 'prompts' }, 'allow');
  const before = arrived();
  await post(api.calls.getPrompt, { prompt: 'held' });
  await asClients((client) => client.getPrompt({ name: 'held' }));
  expect(arrived()).toBe(before);
});

/** They end the walk's own session. */
const last = new Set(['people.sign-out', 'people.set-password']);

test('no other endpoint, listing, check or change of the catalogue calls anything', {
  timeout: 120_000,
}, async () => {
  const walker: TestPerson = await causeway.addPerson('Walker', 'administrator');
  const served = new Set(causeway.causeway.routes.map(({ endpoint }) => endpoint.id));
  const walked = allEndpoints.filter(({ id }) => served.has(id) && !(id in endpointDoors) && !last.has(id));
  const before = arrived();
  for (const endpoint of walked) await visit(walker, endpoint);
  for (const method of Object.keys(listMethods))
    await asClients((client) => client.request({ method }, undefined as never));
  await run('connectors', 'refresh', connector.slug);
  server.changeTools((tools) => [...tools, { name: 'late' }]);
  await causeway.api(api.connectors.refresh, { params: { connectorId: connector.id } });
  expect(walked.length).toBeGreaterThan(50);
  expect(arrived()).toBe(before);
});

/** With a connector of its own, so that one that removes leaves the next something to do. */
async function visit(walker: TestPerson & Caller, endpoint: AnyEndpoint): Promise<void> {
  const mine = endpoint.path.includes(':connectorId')
    ? (
        await walker.api(api.connectors.add, {
          body: { name: `Of ${endpoint.id}`, url: server.url, signIn: { kind: 'none' } },
        })
      ).connector
    : undefined;
  const ids: Record<string, string> = {
    connectorId: mine?.id ?? '',
    accountId: mine?.accounts[0]?.id ?? '',
    projectId: walker.defaultProjectId,
  };
  const params = Object.fromEntries(
    [...endpoint.path.matchAll(/:(\w+)/g)].map(([, name = '']) => [name, ids[name] ?? 'unknown_id']),
  );
  const body = endpoint.body && JSON.stringify(exampleOf(endpoint.body) ?? {}).replaceAll('"x"', '"open"');
  const stop = AbortSignal.timeout(3000);
  const query = endpoint.query ? (exampleOf(endpoint.query) as Record<string, unknown> | undefined) : {};
  const response = await walker
    .fetch(addressOf(endpoint, { params, query: query ?? {} }), {
      method: endpoint.method,
      ...(endpoint.method === 'GET' ? {} : { body: body ?? '{}' }),
      signal: stop,
    })
    .catch(() => undefined);
  await response?.body?.cancel().catch(() => {});
}
