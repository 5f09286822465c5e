import { expect, test } from 'vitest';
import type { AppError } from '#shared/app-error.ts';
import { catalogueOf, failure, openConnectors, wants } from '#test/connectors.ts';
import { describeEachDatabase } from '#test/databases.ts';
import { addAccount } from './add-account.ts';
import { type AddConnectorInput, addConnector } from './add-connector.ts';
import { connectAccount } from './connect-account.ts';
import { disconnectAccount } from './disconnect-account.ts';
import { editAccount } from './edit-account.ts';
import { editConnector } from './edit-connector.ts';
import { removeAccount } from './remove-account.ts';
import { removeConnector } from './remove-connector.ts';

const anna = { personId: 'anna', via: 'session' } as const;
const ben = { personId: 'ben', via: 'session' } as const;
const url = 'https://mcp.acme.test/mcp';
const input: AddConnectorInput = { name: 'Acme', url, transport: 'auto', signIn: { kind: 'none' } };
const apiKey = (value: string) => ({ kind: 'headers' as const, headers: [{ name: 'X-Key', value }] });
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing thrown',
    (error: AppError) => error.code,
  );

describeEachDatabase('connectors', (open) => {
  test('one is added with its account and catalogue, and recorded', async () => {
    const bench = await openConnectors(await open());
    bench.remote.answer(url, () => catalogueOf('Acme', ['a', 'b']));
    const { connector, warnings } = await addConnector(bench.deps, anna, input);
    expect(warnings).toEqual([]);
    const resolved = await bench.forCalls.resolve({ personId: 'anna', connectorId: connector.id });
    expect(resolved).toMatchObject({ name: 'Acme', slug: 'acme', url, account: { label: 'No sign-in' } });
    expect(resolved.catalogue?.tools).toHaveLength(2);
    expect(resolved.target.key).toContain('anna');
    expect(resolved.target.key).toContain(connector.id);
    expect(resolved.target.key).toContain(resolved.account.id);
    expect(bench.changes).toMatchObject([{ kind: 'change', subject: 'Acme', personId: 'anna' }]);
    expect(bench.events.filter((event) => event.startsWith('ben'))).toEqual([]);
  });

  test.each([
    ['not a web address', 'nope nope', 'url_invalid'],
    ['another scheme', 'ftp://acme.test/', 'url_scheme'],
    ['credentials in the URL', 'https://u:p@acme.test/', 'url_has_credentials'],
    ['a key in the URL', 'https://acme.test/mcp?api_key=abc', 'url_holds_secret'],
    ['a fragment', 'https://acme.test/#x', 'url_has_fragment'],
    ['a dead port', 'https://dead.test/mcp', 'connection_refused'],
  ])('%s saves nothing', async (_, bad, code) => {
    const bench = await openConnectors(await open());
    expect(await codeOf(addConnector(bench.deps, anna, { ...input, url: bad }))).toBe(code);
    expect(await bench.deps.store.ofProject('anna', 'anna-home')).toEqual([]);
    expect(bench.changes).toEqual([]);
  });

  test('a server that hangs is given up in time, and its late answer changes nothing', async () => {
    const bench = await openConnectors(await open(), { dialogMilliseconds: 100 });
    bench.remote.answer(url, () => new Promise(() => undefined));
    const start = performance.now();
    expect(await codeOf(addConnector(bench.deps, anna, input))).toBe('connector_timeout');
    expect(performance.now() - start).toBeLessThan(1500);
    expect(await bench.deps.store.ofProject('anna', 'anna-home')).toEqual([]);
  });

  test('a wanted sign-in is said; a refused one is not saved; OAuth comes after', async () => {
    const bench = await openConnectors(await open());
    bench.remote.answer(url, wants('X-Key', 'right', catalogueOf('Acme')));
    const add = (signIn: AddConnectorInput['signIn']) => addConnector(bench.deps, anna, { ...input, signIn });
    expect(await codeOf(add({ kind: 'none' }))).toBe('sign_in_needed');
    expect(await codeOf(add(apiKey('wrong')))).toBe('sign_in_refused');
    expect(await bench.deps.store.ofProject('anna', 'anna-home')).toEqual([]);
    await add(apiKey('right'));
    const { connector } = await add({ kind: 'oauth' });
    const [account] = await bench.deps.store.accountsOf('anna', [connector.id]);
    expect(account).toMatchObject({ kind: 'oauth', state: 'sign-in-needed', isDefault: true });
  });

  test('the same URL twice is allowed and said; slugs differ and survive a rename', async () => {
    const bench = await openConnectors(await open());
    bench.remote.answer(url, () => catalogueOf('Acme'));
    const [first, second] = await Promise.all([1, 2].map(() => addConnector(bench.deps, anna, input)));
    expect([first?.connector.slug, second?.connector.slug].sort()).toEqual(['acme', 'acme-2']);
    const third = await addConnector(bench.deps, anna, input);
    expect(third.warnings.map(({ code }) => code)).toEqual(['url_duplicate', 'url_duplicate']);
    const renamed = await editConnector(bench.deps, anna, { connectorId: third.connector.id, name: 'Other' });
    expect(renamed.connector).toMatchObject({ name: 'Other', slug: 'acme-3' });
    const edit = (slug: string) => editConnector(bench.deps, anna, { connectorId: third.connector.id, slug });
    expect(await codeOf(edit('acme'))).toBe('slug_taken');
    expect(await codeOf(edit('No Good'))).toBe('slug_invalid');
    expect((await edit('docs')).connector.slug).toBe('docs');
  });

  test('another person finds none of it: every verb answers as for an unknown id', async () => {
    const bench = await openConnectors(await open());
    bench.remote.answer(url, () => catalogueOf('Acme'));
    const { connector } = await addConnector(bench.deps, anna, input);
    const [account] = await bench.deps.store.accountsOf('anna', [connector.id]);
    const ids = { connectorId: connector.id, accountId: account?.id ?? '' };
    const tries = [
      () => bench.forCalls.resolve({ personId: 'ben', connectorId: connector.id }),
      () => editConnector(bench.deps, ben, { connectorId: connector.id, name: 'x' }),
      () => removeConnector(bench.deps, ben, connector.id),
      () => addAccount(bench.deps, ben, { ...ids, label: 'x', signIn: { kind: 'none' } }),
      () => editAccount(bench.deps, ben, { ...ids, label: 'x' }),
      () => connectAccount(bench.deps, ben, ids),
      () => disconnectAccount(bench.deps, ben, ids),
      () => removeAccount(bench.deps, ben, ids),
    ];
    for (const attempt of tries) expect(await codeOf(attempt())).toBe('connector_not_found');
    expect(await bench.deps.memory.catalogue('ben', ids.accountId)).toBeUndefined();
    expect(await bench.forCalls.ofProject({ personId: 'ben', projectId: 'anna-home' })).toEqual([]);
    expect(await codeOf(addConnector(bench.deps, ben, { ...input, projectId: 'anna-home' }))).toBe(
      'project_not_found',
    );
  });

  test('S05: another URL deletes the secrets; the header goes nowhere but where it was given for', async () => {
    const database = await open();
    const bench = await openConnectors(database);
    const elsewhere = 'https://mcp.acme.test/other';
    bench.remote.answer(url, wants('X-Key', 'right', catalogueOf('Acme')));
    bench.remote.answer(elsewhere, wants('X-Key', 'right', catalogueOf('Elsewhere')));
    const { connector } = await addConnector(bench.deps, anna, { ...input, signIn: apiKey('right') });
    const { warnings } = await editConnector(bench.deps, anna, { connectorId: connector.id, url: elsewhere });
    expect(warnings.map(({ code }) => code)).toEqual(['accounts_detached']);
    const [account] = await bench.deps.store.accountsOf('anna', [connector.id]);
    expect(account).toMatchObject({ state: 'sign-in-needed', problem: { code: 'account_detached' } });
    expect(account?.secret).toBeUndefined();
    expect(await bench.deps.store.catalogueOf('anna', account?.id ?? '')).toBeUndefined();
    const refused = bench.forCalls.resolve({ personId: 'anna', connectorId: connector.id });
    expect(await codeOf(refused)).toBe('account_not_connected');
    await connectAccount(bench.deps, anna, { connectorId: connector.id, accountId: account?.id ?? '' });
    expect(bench.remote.opened.filter((opening) => opening.url === elsewhere)).toEqual([]);
  });

  test('S05: a row whose URL was changed by other means still does not send the secret', async () => {
    const database = await open();
    const bench = await openConnectors(database);
    const elsewhere = 'https://evil.test/mcp';
    bench.remote.answer(url, wants('X-Key', 'right', catalogueOf('Acme')));
    bench.remote.answer(elsewhere, () => catalogueOf('Evil'));
    const { connector } = await addConnector(bench.deps, anna, { ...input, signIn: apiKey('right') });
    await database.db.updateTable('connector').set({ url: elsewhere }).execute();
    bench.deps.memory.dropAll('anna');
    const { target } = await bench.forCalls.resolve({ personId: 'anna', connectorId: connector.id });
    expect(target.url).toBe(elsewhere);
    expect(await target.credential.headers()).toEqual({});
  });

  test('C02: the secret of one account does not open for another', async () => {
    const database = await open();
    const bench = await openConnectors(database);
    bench.remote.answer(url, () => catalogueOf('Acme'));
    const one = await addConnector(bench.deps, anna, { ...input, signIn: apiKey('one') });
    const two = await addConnector(bench.deps, ben, { ...input, signIn: apiKey('two') });
    const [secret] = await bench.deps.store.accountsOf('anna', [one.connector.id]);
    await database.db
      .updateTable('connector_account')
      .set({ secret: secret?.secret ?? null })
      .where('person_id', '=', 'ben')
      .execute();
    bench.deps.memory.dropAll('ben');
    const resolved = await bench.forCalls.resolve({ personId: 'ben', connectorId: two.connector.id });
    await expect(resolved.target.credential.headers()).rejects.toThrow();
  });

  test('C01: no view, event, record or row holds the secret', async () => {
    const database = await open();
    const bench = await openConnectors(database);
    bench.remote.answer(url, () => catalogueOf('Acme'));
    const canary = 'canary-4f9a1c';
    const { connector } = await addConnector(bench.deps, anna, { ...input, signIn: apiKey(canary) });
    await addAccount(bench.deps, anna, {
      connectorId: connector.id,
      label: 'two',
      signIn: { kind: 'basic', username: 'u', password: canary },
    });
    const rows = [
      await database.db.selectFrom('connector').selectAll().execute(),
      await database.db.selectFrom('connector_account').selectAll().execute(),
      await database.db.selectFrom('catalogue').selectAll().execute(),
    ];
    const resolved = await bench.forCalls.resolve({ personId: 'anna', connectorId: connector.id });
    const everything = JSON.stringify([rows, bench.changes, bench.events, resolved]);
    const forms = ['utf8', 'base64', 'base64url', 'hex'].map((form) =>
      Buffer.from(canary).toString(form as 'hex'),
    );
    forms.push(Buffer.from(`u:${canary}`).toString('base64'));
    for (const form of forms) expect(everything).not.toContain(form);
  });

  test('accounts: labelled, one default, the catalogue of each its own', async () => {
    const bench = await openConnectors(await open());
    bench.remote.answer(url, (headers) => catalogueOf('Acme', [`tool-of-${headers['X-Key']}`]));
    const { connector } = await addConnector(bench.deps, anna, { ...input, signIn: apiKey('one') });
    const second = await addAccount(bench.deps, anna, {
      connectorId: connector.id,
      label: 'Work',
      signIn: apiKey('two'),
    });
    expect(second).toMatchObject({ label: 'Work', isDefault: false, state: 'connected', identity: 'X-Key' });
    const toolOf = async (accountId?: string) => {
      const input = { personId: 'anna', connectorId: connector.id, ...(accountId ? { accountId } : {}) };
      return (await bench.forCalls.resolve(input)).catalogue?.tools[0]?.name;
    };
    expect([await toolOf(), await toolOf(second.id)]).toEqual(['tool-of-one', 'tool-of-two']);
    const ids = { connectorId: connector.id, accountId: second.id };
    await editAccount(bench.deps, anna, { ...ids, isDefault: true });
    expect(await toolOf()).toBe('tool-of-two');
    await editAccount(bench.deps, anna, { ...ids, signIn: apiKey('three'), label: 'Home' });
    expect(await toolOf()).toBe('tool-of-three');
    const gone = await disconnectAccount(bench.deps, anna, ids);
    expect(gone).toMatchObject({ label: 'Home', state: 'disconnected' });
    expect(gone.secret).toBeUndefined();
    expect(await connectAccount(bench.deps, anna, ids)).toMatchObject({
      state: 'sign-in-needed',
      problem: { code: 'sign_in_forgotten' },
    });
    await removeAccount(bench.deps, anna, ids);
    expect(await toolOf()).toBe('tool-of-one');
    expect((await bench.deps.store.accountsOf('anna', [connector.id]))[0]?.isDefault).toBe(true);
  });

  test('a new sign-in that is refused leaves the old one', async () => {
    const bench = await openConnectors(await open());
    bench.remote.answer(url, wants('X-Key', 'right', catalogueOf('Acme')));
    const { connector } = await addConnector(bench.deps, anna, { ...input, signIn: apiKey('right') });
    const [account] = await bench.deps.store.accountsOf('anna', [connector.id]);
    const ids = { connectorId: connector.id, accountId: account?.id ?? '' };
    const edit = editAccount(bench.deps, anna, { ...ids, signIn: apiKey('wrong') });
    expect(await codeOf(edit)).toBe('sign_in_refused');
    expect(await connectAccount(bench.deps, anna, ids)).toMatchObject({ state: 'connected' });
  });

  test('removal needs no server, and takes OAuth tokens and rows with it', async () => {
    const database = await open();
    const bench = await openConnectors(database, {});
    bench.remote.answer(url, () => catalogueOf('Acme'));
    const { connector } = await addConnector(bench.deps, anna, { ...input, signIn: { kind: 'oauth' } });
    bench.remote.answer(url, () => {
      throw failure('connection_refused', 'dead');
    });
    bench.deps.upstreams.forget = () => new Promise(() => undefined);
    await removeConnector(bench.deps, anna, connector.id);
    expect(await bench.deps.store.find('anna', connector.id)).toBeUndefined();
    expect(bench.forgottenOAuth).toHaveLength(2);
    for (const table of ['connector_account', 'catalogue'] as const) {
      expect(await database.db.selectFrom(table).selectAll().execute()).toEqual([]);
    }
  });
});
