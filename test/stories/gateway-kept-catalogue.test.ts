// Fifty servers of which hardly one answers: what they offered is kept, and nobody waits for those that are away.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '#shared/contract/api.ts';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';
import { addOpenConnector, connectCurrent, connectPrevious } from '#test/gateway-clients.ts';
import type { RunningServer } from '#test/servers/spec.ts';
import { startServer } from '#test/servers/start-server.ts';

const servers = 50;
const toolsOfEach = 40;
const dataFolder = mkdtempSync(join(tmpdir(), 'causeway-'));
const sockets = new Set<Socket>();
let asked = 0;
let healthy: RunningServer;
let silent: Server;
let causeway: TestCauseway;
let token: string;

/** Accepts, listens, and never says a word. */
async function startSilent(): Promise<Server> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('data', () => {
      asked += 1;
    });
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

beforeAll(async () => {
  healthy = await startServer({
    era: 'modern',
    tools: Array.from({ length: toolsOfEach }, (_, index) => ({
      name: `tool_${index}`,
      description: `Does what number ${index} does`,
    })),
  });
  silent = await startSilent();
  const before = await startCauseway({ dataFolder });
  await addOpenConnector(before, 'Healthy', healthy.url);
  const ids: string[] = [];
  for (let index = 1; index < servers; index += 1) {
    const { connector } = await before.api(api.connectors.add, {
      body: { name: `Away ${index}`, url: healthy.url, signIn: { kind: 'none' } },
    });
    ids.push(connector.id);
  }
  token = await before.token(['call']);
  const { db } = before.causeway.parts;
  const { port } = silent.address() as { port: number };
  await db
    .updateTable('connector')
    .set({ url: `http://127.0.0.1:${port}/mcp` })
    .where('id', 'in', ids.slice(1))
    .execute();
  // Nothing listens at the first of the ports.
  await db
    .updateTable('connector')
    .set({ url: 'http://127.0.0.1:1/mcp' })
    .where('id', '=', ids[0] ?? '')
    .execute();
  await before.close();
  causeway = await startCauseway({ dataFolder });
}, 180_000);

afterAll(async () => {
  await causeway?.close();
  for (const socket of sockets) socket.destroy();
  silent?.close();
  await healthy?.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

test('the whole list of fifty servers, one dead and all but one silent, comes from what is kept', async () => {
  for (const connect of [connectCurrent, connectPrevious]) {
    const client = await connect(`${causeway.url}/mcp/default`, token);
    const { tools } = await client.listTools();
    expect(tools).toHaveLength(servers * toolsOfEach);
    expect(new Set(tools.map(({ name }) => name)).size).toBe(servers * toolsOfEach);
    await client.close();
  }
});

test('a call to the one that answers waits for nobody', async () => {
  // By now the silent ones were asked in the background, and have places in every queue there is.
  await expect.poll(() => asked, { timeout: 20_000 }).toBeGreaterThan(0);
  const client = await connectCurrent(`${causeway.url}/mcp/default`, token);
  const result = await client.callTool({ name: 'healthy__tool_7', arguments: { a: 1 } });
  expect(result.isError ?? false).toBe(false);
  expect(healthy.calls.some(({ method }) => method === 'tools/call')).toBe(true);
  await client.close();
});
