// A project that shows search and call in the place of its tools, to real clients.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '#shared/contract/api.ts';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';
import { addOpenConnector, connectCurrent, connectPrevious } from '#test/gateway-clients.ts';
import type { RunningServer } from '#test/servers/spec.ts';
import { startServer } from '#test/servers/start-server.ts';

let causeway: TestCauseway;
let server: RunningServer;
let token: string;
let endpoint: string;
let projectId: string;

const text = (result: unknown): string =>
  (result as { content: { text: string }[] }).content.map((part) => part.text).join('\n');

beforeAll(async () => {
  server = await startServer({
    era: 'dual',
    tools: [
      { name: 'list_ships', description: 'Ships in the harbour', annotations: { readOnlyHint: true } },
      {
        name: 'post_notice',
        description: 'Posts a notice',
        annotations: { readOnlyHint: false, destructiveHint: false },
      },
      { name: 'sink_ship', description: 'Sinks a ship', annotations: { destructiveHint: true } },
      { name: 'mystery', description: 'Does not say what it is' },
    ],
  });
  causeway = await startCauseway();
  await addOpenConnector(causeway, 'Harbour', server.url);
  token = await causeway.token(['call']);
  projectId = causeway.defaultProjectId;
  endpoint = `${causeway.url}/mcp/default`;
}, 60_000);
afterAll(async () => {
  await causeway?.close();
  await server?.close();
});

const show = (exposure: 'all' | 'search' | 'split') =>
  causeway.api(api.exposure.set, { params: { projectId }, body: { exposure } });

test('search: three tools stand for all, and a call through them passes the gate', async () => {
  const state = await show('search');
  expect(state).toMatchObject({ exposure: 'search', tools: 4 });
  for (const connect of [connectCurrent, connectPrevious]) {
    const client = await connect(endpoint, token);
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['search_tools', 'describe_tool', 'call_tool']);
    const found = text(
      await client.callTool({ name: 'search_tools', arguments: { query: 'ships in harbour' } }),
    );
    expect(found.split('\n')[0]).toBe('harbour__list_ships: Ships in the harbour');
    const described = text(
      await client.callTool({ name: 'describe_tool', arguments: { name: 'harbour__list_ships' } }),
    );
    expect(JSON.parse(described)).toMatchObject({ name: 'harbour__list_ships', calledBy: 'call_tool' });
    const before = server.count('tools/call');
    const called = await client.callTool({
      name: 'call_tool',
      arguments: { name: 'harbour__list_ships', arguments: { port: 'Kiel' } },
    });
    expect(JSON.parse(text(called))).toEqual({ port: 'Kiel' });
    expect(server.count('tools/call')).toBe(before + 1);
    await client.close();
  }
  await expect
    .poll(async () => (await causeway.api(api.activity.list, { query: { kind: 'tool-call' } })).entries[0])
    .toMatchObject({ subject: 'list_ships', door: 'gateway', outcome: 'completed' });
});

test('what is blocked is neither found nor called through the few tools', async () => {
  await show('search');
  const [connector] = (await causeway.api(api.connectors.list)).connectors;
  const setSink = (permission: 'allow' | 'block') =>
    causeway.api(api.connectors.setPermission, {
      params: { connectorId: connector?.id ?? '' },
      body: { target: { kind: 'tool', tool: 'sink_ship' }, permission },
    });
  await setSink('block');
  const client = await connectCurrent(endpoint, token);
  expect(text(await client.callTool({ name: 'search_tools', arguments: { query: 'sinks' } }))).toMatch(
    /No tool/,
  );
  const before = server.count('tools/call');
  const refused = await client.callTool({
    name: 'call_tool',
    arguments: { name: 'harbour__sink_ship', arguments: {} },
  });
  expect(refused.isError).toBe(true);
  expect(server.count('tools/call')).toBe(before);
  await setSink('allow');
  await client.close();
});

test('split: each kind of tool has a calling tool of its own, and no other will do', async () => {
  await show('split');
  const client = await connectCurrent(endpoint, token);
  const { tools } = await client.listTools();
  expect(tools.map(({ name, annotations }) => [name, annotations?.readOnlyHint])).toEqual([
    ['search_tools', true],
    ['describe_tool', true],
    ['call_read_tool', true],
    ['call_write_tool', false],
    ['call_destructive_tool', false],
  ]);
  const callerOf = {
    list_ships: 'call_read_tool',
    post_notice: 'call_write_tool',
    sink_ship: 'call_destructive_tool',
    mystery: 'call_destructive_tool',
  };
  const callers = [...new Set(Object.values(callerOf))];
  for (const [tool, right] of Object.entries(callerOf))
    for (const caller of callers) {
      const before = server.count('tools/call');
      const result = await client.callTool({
        name: caller,
        arguments: { name: `harbour__${tool}`, arguments: {} },
      });
      expect([tool, caller, result.isError ?? false]).toEqual([tool, caller, caller !== right]);
      expect(server.count('tools/call')).toBe(before + (caller === right ? 1 : 0));
    }
  await expect(client.callTool({ name: 'harbour__sink_ship', arguments: {} })).rejects.toThrow(
    /search_tools/,
  );
  await client.close();
});

test('a connected client is told when the way changes; one connector alone always shows its own tools', async () => {
  await show('all');
  const client = await connectPrevious(endpoint, token);
  const told = new Promise<void>((resolve) => {
    client.fallbackNotificationHandler = async ({ method }) => {
      if (method === 'notifications/tools/list_changed') resolve();
    };
  });
  expect((await client.listTools()).tools).toHaveLength(4);
  await show('split');
  await told;
  expect((await client.listTools()).tools).toHaveLength(5);
  await client.close();
  const alone = await connectCurrent(`${endpoint}/harbour`, token);
  expect((await alone.listTools()).tools.map(({ name }) => name)).toContain('sink_ship');
  await alone.close();
});

test('the meter says what each way costs', async () => {
  const { tokens } = await causeway.api(api.exposure.get, { params: { projectId } });
  expect(tokens.search).toBeLessThan(tokens.split);
  expect(tokens.all).toBeGreaterThan(0);
});
