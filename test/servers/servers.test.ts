// The test servers themselves, seen by the official SDK's client, so that a fault of theirs is not taken for ours.
import { Client, SSEClientTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterEach, expect, test } from 'vitest';
import { startEverything } from './everything.ts';
import { startHostile } from './hostile.ts';
import type { ServerEra } from './spec.ts';
import { fullOffer, startServer } from './start-server.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function connect(url: string): Promise<Client> {
  const client = new Client(
    { name: 'test', version: '1' },
    { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode: 'auto' } },
  );
  client.setRequestHandler('elicitation/create', async () => ({
    action: 'accept',
    content: { name: 'Ada' },
  }));
  const old = url.endsWith('/sse');
  const transport = old
    ? new SSEClientTransport(new URL(url))
    : new StreamableHTTPClientTransport(new URL(url));
  await client.connect(transport, old ? { prior: { kind: 'legacy', at: 0 } as never } : {});
  closing.push(() => client.close());
  return client;
}

const eras: [ServerEra, string][] = [
  ['modern', '2026-07-28'],
  ['dual', '2026-07-28'],
  ['2025-11-25', '2025-11-25'],
  ['2025-06-18', '2025-06-18'],
  ['2025-03-26', '2025-03-26'],
  ['2024-11-05', '2024-11-05'],
];

test.each(eras)('a %s server speaks %s and offers everything', async (era, revision) => {
  const server = await startServer({ era, ...fullOffer });
  closing.push(server.close);
  const client = await connect(server.url);
  expect(client.getNegotiatedProtocolVersion()).toBe(revision);
  expect((await client.listTools()).tools.map(({ name }) => name)).toContain('slow');
  expect((await client.readResource({ uri: 'harbour://tides' })).contents).toHaveLength(1);
  const progress: number[] = [];
  await client.callTool(
    { name: 'slow', arguments: { steps: 2 } },
    { onprogress: (news) => progress.push(news.progress) },
  );
  // The SDK drops a notification that arrives in one packet with the answer.
  expect(progress[0]).toBe(1);
  const greeting = await client.callTool({ name: 'ask', arguments: {} });
  expect(greeting.content).toMatchObject([{ text: 'hello Ada' }]);
});

test('a session can be lost, and a sign-in can be required', async () => {
  const server = await startServer({
    era: '2025-11-25',
    ...fullOffer,
    auth: { header: 'X-Key', value: 'k' },
  });
  closing.push(server.close);
  await expect(connect(server.url)).rejects.toThrow();
  expect(server.calls[0]?.status).toBe(401);
});

test('a hostile server behaves except where it must not', async () => {
  const server = await startHostile({ era: 'modern', fault: { kind: 'wrong-id' } });
  closing.push(server.close);
  const client = await connect(server.url);
  expect((await client.listTools()).tools).toHaveLength(1);
});

test.each(['streamableHttp', 'sse'] as const)('server-everything starts in %s mode', async (mode) => {
  const server = await startEverything(mode);
  closing.push(server.close);
  const client = await connect(server.url);
  expect((await client.listTools()).tools.length).toBeGreaterThan(5);
});
