// Commands that work on the data folder itself: access tokens, and verifying the record.

import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecordDatabase } from '#server/activity/record-database.ts';
import { api } from '#shared/contract/api.ts';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';
import { runCollected } from '#test/command-line.ts';
import { exitCodes } from './exit-codes.ts';

let causeway: TestCauseway;
beforeAll(async () => {
  causeway = await startCauseway();
});
afterAll(() => causeway.close());

const run = (...args: string[]) =>
  runCollected(args, {
    environment: { CAUSEWAY_DATA: causeway.dataFolder, CAUSEWAY_URL: causeway.url },
    homeFolder: causeway.dataFolder,
  });

test('a token made beside a running Causeway works at once, is listed, and ends when revoked', async () => {
  const made = await run('token', 'create', 'laptop', '--scopes', 'read', '--expires-in-days', '7', '--json');
  expect(made.code).toBe(0);
  const { token, secret } = JSON.parse(made.out) as { token: { id: string }; secret: string };
  expect(made.err).not.toContain(secret);
  const caller = causeway.withToken(secret);
  expect((await caller.api(api.people.session)).person?.id).toBe(causeway.person.id);
  const listed = await run('token', 'list', '--json');
  expect(JSON.parse(listed.out)).toMatchObject({
    tokens: [{ id: token.id, name: 'laptop', scopes: ['read'] }],
  });
  expect(listed.out).not.toContain(secret);
  expect((await run('token', 'revoke', token.id)).code).toBe(0);
  expect((await caller.api(api.people.session)).person).toBeUndefined();
  expect((await run('token', 'revoke', token.id)).code).toBe(exitCodes.notFound.code);
});

test('only known scopes, days and people make a token; a folder without Causeway has none', async () => {
  expect((await run('token', 'create', 'x', '--scopes', 'read,rule')).code).toBe(exitCodes.usage.code);
  expect((await run('token', 'create', 'x', '--expires-in-days', '0')).code).toBe(exitCodes.usage.code);
  expect((await run('token', 'create', 'x', '--person', 'nobody@example.com')).code).toBe(
    exitCodes.notFound.code,
  );
  expect((await run('token', 'list', '--data', '/nonexistent')).code).toBe(exitCodes.notFound.code);
});

test('verify finds the record intact, and broken after somebody changed it', async () => {
  const intact = await run('activity', 'verify', '--json');
  expect(intact).toEqual({ code: 0, out: expect.any(String), err: '' });
  expect(JSON.parse(intact.out)).toMatchObject({ intact: true });
  const record = await openRecordDatabase(causeway.causeway.parts.database);
  await record.database.db
    .updateTable('activity_chain')
    .set((change) => ({ sequence: change('sequence', '+', 1) }))
    .execute();
  await record.close();
  const broken = await run('activity', 'verify');
  expect(broken.code).toBe(exitCodes.recordBroken.code);
  expect(broken.out).toContain('broken at link');
});
