import { expect, test, vi } from 'vitest';
import { catalogueOf, createRemote, failure, openConnectors, wants } from '#test/connectors.ts';
import { describeEachDatabase } from '#test/databases.ts';
import { addAccount } from './add-account.ts';
import { addConnector } from './add-connector.ts';
import { disconnectAccount } from './disconnect-account.ts';
import { editConnector } from './edit-connector.ts';
import { wakeUpTimes } from './wake-up.ts';

const anna = { personId: 'anna', via: 'session' } as const;
const url = 'https://mcp.acme.test/mcp';
const input = { name: 'Acme', url, transport: 'auto', signIn: { kind: 'none' } } as const;
const quick = { ...wakeUpTimes, jitterMilliseconds: 1, lookMilliseconds: 20 };
const deferred = <Value>() => Promise.withResolvers<Value>();

describeEachDatabase('catalogues', (open) => {
  const one = async (bench: Awaited<ReturnType<typeof openConnectors>>, at: string = url) => {
    bench.remote.answer(at, () => catalogueOf('Acme'));
    const { connector } = await addConnector(bench.deps, anna, { ...input, url: at });
    const [account] = await bench.deps.store.accountsOf('anna', [connector.id]);
    if (!account) throw new Error('no account');
    return { connector, account, key: { personId: 'anna', accountId: account.id } };
  };

  test('one listing at a time per account; callers that come meanwhile share the next', async () => {
    const bench = await openConnectors(await open());
    const { key } = await one(bench);
    const before = bench.remote.opened.length;
    const gate = deferred<void>();
    bench.remote.answer(url, async () => {
      await gate.promise;
      return catalogueOf('Acme', ['new']);
    });
    const many = Array.from({ length: 20 }, () => bench.deps.catalogues.refresh(key));
    await vi.waitFor(() => expect(bench.remote.opened.length).toBe(before + 1));
    gate.resolve();
    await Promise.all(many);
    expect(bench.remote.opened.length).toBe(before + 2);
    expect(bench.remote.most(url)).toBe(1);
  });

  test('R11: a flood of list changes is listed a few times, and the last state is seen', async () => {
    const bench = await openConnectors(await open(), { times: { coalesceMilliseconds: 200 } });
    const { connector, key } = await one(bench);
    const before = bench.remote.opened.length;
    let tools = 0;
    bench.remote.answer(url, () => catalogueOf('Acme', [`tool_${tools}`]));
    const heard: string[] = [];
    bench.forCalls.onCatalogue(({ now, before: old }) => {
      heard.push(`${old?.tools[0]?.name} → ${now.tools[0]?.name}`);
    });
    for (tools = 1; tools < 1000; tools += 1) bench.deps.catalogues.changed(key);
    await vi.waitFor(async () => {
      const resolved = await bench.forCalls.resolve({ personId: 'anna', connectorId: connector.id });
      expect(resolved.catalogue?.tools[0]?.name).toBe('tool_1000');
    });
    expect(bench.remote.opened.length - before).toBeLessThanOrEqual(2);
    expect(heard[0]).toBe('look → tool_1000');
    await bench.stop();
  });

  test('a listing that ends after a disconnect or another URL writes nothing', async () => {
    const bench = await openConnectors(await open());
    const { account, connector, key } = await one(bench);
    const gate = deferred<void>();
    bench.remote.answer(url, async () => {
      await gate.promise;
      return catalogueOf('Acme', ['late']);
    });
    const listing = bench.deps.catalogues.refresh(key);
    await disconnectAccount(bench.deps, anna, { connectorId: connector.id, accountId: account.id });
    gate.resolve();
    expect(await listing).toMatchObject({ state: 'disconnected' });
    expect(await bench.deps.store.catalogueOf('anna', account.id)).toBeUndefined();

    const other = await one(bench, 'https://two.test/mcp');
    const second = deferred<void>();
    bench.remote.answer('https://two.test/mcp', async () => {
      await second.promise;
      return catalogueOf('Old place', ['late']);
    });
    bench.remote.answer('https://three.test/mcp', () => catalogueOf('New place', ['fresh']));
    const old = bench.deps.catalogues.refresh(other.key);
    await editConnector(bench.deps, anna, { connectorId: other.connector.id, url: 'https://three.test/mcp' });
    second.resolve();
    await old;
    await vi.waitFor(async () => {
      const resolved = await bench.forCalls.resolve({ personId: 'anna', connectorId: other.connector.id });
      expect(resolved.catalogue?.tools[0]?.name).toBe('fresh');
    });
  });

  test('a failing listing says why and keeps the last catalogue; the next good one clears it', async () => {
    const bench = await openConnectors(await open());
    const { key, account } = await one(bench);
    bench.remote.answer(url, () => {
      throw failure('connection_refused', 'mcp.acme.test refused the connection.');
    });
    expect(await bench.deps.catalogues.refresh(key)).toMatchObject({
      state: 'failed',
      problem: { code: 'connection_refused', fix: 'Look at the server.' },
    });
    expect(await bench.deps.store.catalogueOf('anna', account.id)).toBeDefined();
    bench.remote.answer(url, wants('X-Key', 'now', catalogueOf('Acme')));
    expect(await bench.deps.catalogues.refresh(key)).toMatchObject({ state: 'sign-in-needed' });
    bench.remote.answer(url, () => catalogueOf('Acme'));
    const back = await bench.deps.catalogues.refresh(key);
    expect(back).toMatchObject({ state: 'connected' });
    expect(back?.problem).toBeUndefined();
  });

  test('list changes are watched after a use, again after the connection was dropped, and not for ever', async () => {
    const bench = await openConnectors(await open(), { times: { watchMilliseconds: 800 } });
    const { connector, key } = await one(bench);
    expect(bench.remote.watchers(url)).toBe(0);
    await bench.forCalls.resolve({ personId: 'anna', connectorId: connector.id });
    await vi.waitFor(() => expect(bench.remote.watchers(url)).toBe(1));
    bench.remote.answer(url, () => catalogueOf('Acme', ['changed']));
    bench.remote.change(url, { kind: 'tools' });
    await vi.waitFor(async () => {
      const found = await bench.deps.store.catalogueOf('anna', key.accountId);
      expect(found?.tools[0]?.name).toBe('changed');
    });
    await vi.waitFor(() => expect(bench.remote.watchers(url)).toBe(0), { timeout: 5000 });
    await bench.stop();
  });

  test('a start waits for nobody: one server hangs, the others are connected', async () => {
    const database = await open();
    const first = await openConnectors(database);
    const ids: string[] = [];
    for (let at = 0; at < 30; at += 1) ids.push((await one(first, `https://s${at}.test/mcp`)).account.id);
    await first.stop();

    const remote = createRemote();
    for (let at = 0; at < 30; at += 1) {
      const hangs = at % 10 === 0;
      remote.answer(`https://s${at}.test/mcp`, () =>
        hangs ? new Promise(() => undefined) : catalogueOf('Acme', ['after-start']),
      );
    }
    const second = await openConnectors(database, {
      remote,
      times: { listMilliseconds: 3000, wakeUp: quick },
    });
    const start = performance.now();
    second.start();
    expect(performance.now() - start).toBeLessThan(50);
    await vi.waitFor(
      async () => {
        const catalogues = await Promise.all(ids.map((id) => second.deps.store.catalogueOf('anna', id)));
        expect(catalogues.filter((found) => found?.tools[0]?.name === 'after-start')).toHaveLength(27);
      },
      { timeout: 2500 },
    );
    await second.stop();
  });

  test('a server that was away at the start is connected when it is back', async () => {
    const database = await open();
    const first = await openConnectors(database);
    const { account } = await one(first);
    await first.stop();
    const remote = createRemote();
    const times = { wakeUp: { ...quick, retryMilliseconds: [10, 40] as [number, number] } };
    const second = await openConnectors(database, { remote, times });
    second.start();
    const stateOf = async () => (await second.deps.store.findAccount('anna', account.id))?.state;
    await vi.waitFor(async () => expect(await stateOf()).toBe('failed'));
    remote.answer(url, () => catalogueOf('Acme'));
    await vi.waitFor(async () => expect(await stateOf()).toBe('connected'), { timeout: 3000 });
    await second.stop();
  });

  test('calls make p50, p95 and last used, kept over a restart; failures and successes move the account', async () => {
    const database = await open();
    const bench = await openConnectors(database);
    const { connector, account } = await one(bench);
    const call = { connectorId: connector.id, accountId: account.id };
    await bench.forCalls.resolve({ personId: 'anna', connectorId: connector.id });
    for (let at = 1; at <= 150; at += 1) bench.forCalls.noteCall({ ...call, milliseconds: at });
    const stateOf = async () => (await bench.deps.store.findAccount('anna', account.id))?.state;
    const problem = { code: 'connection_refused', message: 'gone' };
    bench.forCalls.noteCall({ ...call, milliseconds: 1, problem });
    await vi.waitFor(async () => expect(await stateOf()).toBe('failed'));
    await bench.forCalls.resolve({ personId: 'anna', connectorId: connector.id });
    await vi.waitFor(async () => {
      bench.forCalls.noteCall({ ...call, milliseconds: 150 });
      expect(await stateOf()).toBe('connected');
    });
    await bench.stop();
    const kept = await bench.deps.store.find('anna', connector.id);
    expect(kept?.health.calls).toHaveLength(100);
    expect(kept?.lastUsedAt).toBeGreaterThan(0);
    const again = await openConnectors(database);
    const [view] = await again.deps.store.ofProject('anna', 'anna-home');
    expect(view?.health.calls.toSorted((a, b) => a - b)[49]).toBeGreaterThan(95);
    bench.forCalls.noteCall({
      ...call,
      milliseconds: 1,
      problem: { code: 'upstream_sign_in_required', message: 'again' },
    });
    await vi.waitFor(async () => expect(await stateOf()).toBe('sign-in-needed'));
  });

  test('what authorization tells moves OAuth accounts alone', async () => {
    const bench = await openConnectors(await open());
    bench.remote.answer(url, (headers) => {
      if (headers.authorization !== 'Bearer from-oauth') throw failure('upstream_sign_in_required', 'no');
      return catalogueOf('Acme', ['mine']);
    });
    const { connector } = await addConnector(bench.deps, anna, { ...input, signIn: { kind: 'oauth' } });
    const found = await bench.forAuthorization.find({ personId: 'anna', connectorId: connector.id });
    expect(found).toMatchObject({ connectorName: 'Acme', url });
    if (!found) return;
    expect(await bench.forAuthorization.find({ personId: 'ben', connectorId: connector.id })).toBeUndefined();
    await bench.forAuthorization.signedIn(found, { identity: 'anna@acme.test' });
    const resolved = await bench.forCalls.resolve({ personId: 'anna', connectorId: connector.id });
    expect(resolved).toMatchObject({ account: { identity: 'anna@acme.test' } });
    expect(resolved.catalogue?.tools[0]?.name).toBe('mine');
    await bench.forAuthorization.signInNeeded(found, { code: 'refresh_refused', message: 'Ended.' });
    await expect(
      bench.forCalls.resolve({ personId: 'anna', connectorId: connector.id }),
    ).rejects.toMatchObject({ code: 'account_not_connected' });
    const second = await addAccount(bench.deps, anna, {
      connectorId: connector.id,
      label: 'two',
      signIn: { kind: 'oauth' },
    });
    await bench.forAuthorization.signedIn({ ...found, accountId: second.id, url: 'https://old.test/' }, {});
    expect((await bench.deps.store.findAccount('anna', second.id))?.state).toBe('sign-in-needed');
  });
});
