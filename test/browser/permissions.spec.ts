// What is effective and why: ceilings, limits of projects and people, the table of all tools, links from refusals.
import { api } from '#shared/contract/api.ts';
import { startExampleServer } from '../../example-server/start-example-server.ts';
import { expect, lookAt, test } from './start.ts';

test.describe.configure({ mode: 'serial' });
let example: Awaited<ReturnType<typeof startExampleServer>>;
let connectorId = '';

test.beforeAll(async ({ causeway }) => {
  example = await startExampleServer();
  const { connector } = await causeway.api(api.connectors.add, {
    body: { name: 'Harbour', url: example.url, signIn: { kind: 'none' } },
  });
  connectorId = connector.id;
});
test.afterAll(async ({ causeway }) => {
  await causeway.api(api.connectors.remove, { params: { connectorId } });
  await example.close();
});

test('ceilings narrow, say whom and what they touch, and are what the table and the simulator name', async ({
  page,
  causeway,
}) => {
  await page.goto(`${causeway.url}/settings`);
  await page.getByRole('link', { name: 'Ceilings and limits' }).click();
  const administrator = page.getByRole('region', { name: 'Administrator ceilings' });
  await expect(administrator).toContainText(/For everybody on this installation \((1 person|\d+ people)\)/);
  await administrator.getByRole('button', { name: 'Add a ceiling' }).click();
  await administrator.getByLabel('At most').selectOption('block');
  await administrator.getByLabel('For', { exact: true }).selectOption('read-only');
  await administrator.getByLabel('Only the tool').fill('tide_table');
  await administrator.getByLabel('Why').fill('Tides are read on the quay');
  await administrator.getByRole('button', { name: 'Save ceiling' }).click();
  await expect(administrator).toContainText('Touches 1 tool here, decides all of them.');

  const mine = page.getByRole('region', { name: 'Usage limits of all your calls' });
  await mine.getByRole('button', { name: 'Add a usage limit' }).click();
  await mine.getByRole('button', { name: 'Save limit' }).click();
  await expect(mine).toContainText('10 of 10 left');
  await lookAt(page, '50-ceilings');

  await page.getByRole('link', { name: 'Permissions', exact: true }).first().click();
  const table = page.getByRole('table', { name: 'Effective permissions' });
  await expect(table.getByRole('row').filter({ hasText: 'tide_table' })).toContainText('Blocked');
  await lookAt(page, '51-permissions');
  await page.getByLabel('Decided by').selectOption('administrator');
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.reload();
  await expect(table.getByRole('row')).toHaveCount(2);
  await table.getByRole('link', { name: 'Administrator ceiling' }).click();
  await expect(page).toHaveURL(/\/settings\/ceilings\?ceiling=/);
  await expect(page.getByRole('listitem').and(page.locator('[aria-current]'))).toContainText('tide_table');

  await page.goto(`${causeway.url}/connectors/${connectorId}/tools`);
  await page.getByText('Ceilings', { exact: true }).click();
  await page.getByRole('button', { name: 'Add a ceiling' }).click();
  await page.getByLabel('For', { exact: true }).selectOption('write');
  await page.getByRole('button', { name: 'Save ceiling' }).click();
  await expect(page.getByText(/Write tools on Harbour/)).toBeVisible();
  await lookAt(page, '52-narrowed');
});

test('of a thousand tools only those in sight are drawn', async ({ page, causeway }) => {
  const [row] = (
    await causeway.api(api.permissions.effective, {
      params: { projectId: (await causeway.api(api.projects.list)).projects[0]?.id ?? '' },
    })
  ).rows;
  await page.route('**/api/projects/*/permissions', (route) =>
    route.fulfill({
      json: {
        rows: Array.from({ length: 1_000 }, (_, at) => ({ ...row, tool: `tool_${at}` })),
        ceilings: [],
      },
    }),
  );
  await page.goto(`${causeway.url}/settings/permissions`);
  const table = page.getByRole('table', { name: 'Effective permissions' });
  await expect(table).toHaveAttribute('aria-rowcount', '1001');
  await page.evaluate(() => {
    const scroller = document.querySelector('[role=table]')?.parentElement;
    scroller?.scrollTo(0, scroller.scrollHeight);
  });
  await expect(table.getByText('tool_999', { exact: true })).toBeVisible();
  expect(await table.getByRole('row').count()).toBeLessThan(80);
  await page.getByLabel('Search tools').fill('tool_999');
  await expect(table.getByRole('row')).toHaveCount(2);
});
