// What a server speaks is found out once, kept over restarts with its date, and found out again when it is due.
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, test } from 'vitest';
import { api } from '#shared/contract/api.ts';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';
import { freshLocation } from '#test/databases.ts';
import { fullOffer, startServer } from '#test/servers/start-server.ts';

const day = 86_400_000;
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

describe.each(['sqlite', 'postgres'] as const)('verdicts on %s', (dialect) => {
  /** Starts again and again on one place, with a clock that the test moves. */
  async function place() {
    const location = await freshLocation(dialect);
    const dataFolder = mkdtempSync(join(inject('temporaryFolder'), 'verdicts-'));
    const clock = { now: () => Date.now() + clock.ahead, ahead: 0 };
    let running: TestCauseway | undefined;
    closing.push(() => running?.close());
    return {
      clock,
      async start() {
        await running?.close();
        running = await startCauseway({
          dataFolder,
          clock,
          ...('url' in location ? { database: location } : {}),
        });
        return running;
      },
    };
  }

  const calls = async (causeway: TestCauseway, connectorId: string): Promise<void> => {
    const events = causeway.events(api.calls.runTool, {
      params: { connectorId },
      body: { tool: 'echo', arguments: { text: 'x' } },
    });
    for await (const event of events) if (event.kind === 'completed') return;
    throw new Error('the call did not complete');
  };
  const kept = async ({ causeway }: TestCauseway) => {
    const row = await causeway.parts.db.selectFrom('connector').select('era_verdict').executeTakeFirst();
    return JSON.parse(row?.era_verdict ?? 'null');
  };

  test.each([
    ['2025-06-18', 'legacy'],
    ['2024-11-05', 'http+sse'],
    ['modern', 'modern'],
  ] as const)('a %s server is not asked for its era again after a restart', async (era, kind) => {
    const { start, clock } = await place();
    const server = await startServer({ era, ...fullOffer });
    closing.push(server.close);
    const first = await start();
    const { connector } = await first.api(api.connectors.add, { body: { name: 'Old', url: server.url } });
    await calls(first, connector.id);
    await expect.poll(() => kept(first)).toMatchObject({ kind, url: server.url, at: expect.any(Number) });

    const asked = server.count('server/discover');
    const second = await start();
    await calls(second, connector.id);
    // A modern server is asked once, to introduce us; an older one is greeted in its own way at once.
    expect(server.count('server/discover') - asked).toBe(kind === 'modern' ? 1 : 0);

    if (kind === 'modern') return;
    clock.ahead = day + 1_000;
    const third = await start();
    await calls(third, connector.id);
    expect(server.count('server/discover')).toBeGreaterThan(asked);
    await expect.poll(async () => (await kept(third)).at).toBeGreaterThan(Date.now() + day / 2);
  });

  test('a server that became modern meanwhile is found so, by the running process and by the next', async () => {
    const { start, clock } = await place();
    const server = await startServer({ era: 'dual', ...fullOffer });
    closing.push(server.close);
    const first = await start();
    const { connector } = await first.api(api.connectors.add, { body: { name: 'Both', url: server.url } });
    await calls(first, connector.id);
    await expect.poll(() => kept(first)).toMatchObject({ kind: 'modern' });

    // As it was found while it still was of the older era.
    const legacy = JSON.stringify({ kind: 'legacy', at: Date.now(), url: server.url });
    await first.causeway.parts.db.updateTable('connector').set({ era_verdict: legacy }).execute();
    const second = await start();
    await calls(second, connector.id);
    expect(server.count('initialize')).toBe(1);
    clock.ahead = day + 1_000;
    await calls(second, connector.id);
    await expect.poll(() => kept(second)).toMatchObject({ kind: 'modern' });
    await calls(second, connector.id);
    expect(server.count('initialize')).toBe(1);
  });

  test('what was found at another URL does not count', async () => {
    const { start } = await place();
    const old = await startServer({ era: '2025-06-18', ...fullOffer });
    const other = await startServer({ era: 'modern', ...fullOffer });
    closing.push(old.close, other.close);
    const causeway = await start();
    const { connector } = await causeway.api(api.connectors.add, { body: { name: 'Moved', url: old.url } });
    await calls(causeway, connector.id);
    await expect.poll(() => kept(causeway)).toMatchObject({ kind: 'legacy' });
    await causeway.api(api.connectors.edit, {
      params: { connectorId: connector.id },
      body: { url: other.url },
    });
    await expect.poll(() => kept(causeway)).toMatchObject({ kind: 'modern', url: other.url });
    expect(other.count('initialize')).toBe(0);
  });
});
