// What a person decides: a call from another app waits for approval, definitions are reviewed, limits are set.

import { api } from '#shared/contract/api.ts';
import { modernCall } from '#test/modern-call.ts';
import { startExampleServer } from '../../example-server/start-example-server.ts';
import { expect, lookAt, test } from './start.ts';

test.describe.configure({ mode: 'serial' });
let example: Awaited<ReturnType<typeof startExampleServer>>;
let connectorId = '';
let endpoint = '';
let token = '';

test.beforeAll(async ({ causeway }) => {
  example = await startExampleServer();
  const { connector } = await causeway.api(api.connectors.add, {
    body: { name: 'Harbour', url: example.url, signIn: { kind: 'none' } },
  });
  connectorId = connector.id;
  const { projects } = await causeway.api(api.people.session);
  endpoint = `${causeway.url}/mcp/${projects[0]?.slug}/${connector.slug}`;
  token = await causeway.token(['call']);
});
test.afterAll(async ({ causeway }) => {
  await causeway.api(api.connectors.remove, { params: { connectorId } });
  await example.close();
});

const callFromOutside = (name: string, given: Record<string, unknown>): Promise<string> =>
  modernCall(endpoint, token, name, given);

const tides = { date: '2026-07-28' };

test('a call from another app waits, is allowed once by a key, and then runs once', async ({
  page,
  causeway,
}) => {
  expect(await callFromOutside('tide_table', tides)).toContain('approval_needed');
  await page.goto(`${causeway.url}/approvals`);
  const card = page.getByRole('article', { name: 'Approval of tide_table' });
  await expect(card).toBeVisible();
  await expect(card).toContainText('another app');
  await expect(card).toContainText('2026-07-28');
  await lookAt(page, '30-approvals');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible();
  expect(await callFromOutside('tide_table', tides)).toContain('\\"days\\"');
  expect(await callFromOutside('tide_table', tides)).toContain('approval_needed');
});

test('a call is denied with a reason', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/approvals`);
  const card = page.getByRole('article', { name: 'Approval of tide_table' });
  await card.getByRole('button', { name: 'Deny' }).click();
  await page.getByLabel('Reason').fill('Not today');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible();
});

test('a blocked tool is refused, and a limit ends what it allows', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors/${connectorId}/limits`);
  await page.getByRole('button', { name: 'Add a usage limit' }).first().click();
  await lookAt(page, '31-limit-form');
  await page.getByRole('spinbutton').first().fill('1');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('1 of 1 left')).toBeVisible();
  await lookAt(page, '32-limits');
  await causeway.api(api.connectors.setPermission, {
    params: { connectorId },
    body: { target: { kind: 'tool', tool: 'tide_table' }, permission: 'allow' },
  });
  expect(await callFromOutside('tide_table', tides)).toContain('\\"days\\"');
  expect(await callFromOutside('tide_table', tides)).toContain('limit');
  await expect(page.getByText('0 of 1 left')).toBeVisible();
  await causeway.api(api.connectors.setPermission, {
    params: { connectorId },
    body: { target: { kind: 'tool', tool: 'tide_table' }, permission: 'block' },
  });
  expect(await callFromOutside('tide_table', tides)).toContain('Unknown tool');
});

test('the pages of review, connection check and other apps', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors/${connectorId}/review`);
  await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
  await lookAt(page, '33-review');
  await page.goto(`${causeway.url}/connectors/${connectorId}/check`);
  await expect(page.getByText('Nothing is wrong')).toBeVisible();
  await lookAt(page, '34-check');
  await page.goto(`${causeway.url}/use`);
  await expect(page.getByText(`${causeway.url}/mcp/`).first()).toBeVisible();
  await lookAt(page, '35-use');
});
