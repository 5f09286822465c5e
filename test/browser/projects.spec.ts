// Projects: nobody needs the word while there is one; then connectors and activity follow the chosen one.
import { api } from '#shared/contract/api.ts';
import { startExampleServer } from '../../example-server/start-example-server.ts';
import { expect, lookAt, test } from './start.ts';

test.describe.configure({ mode: 'serial' });
let example: Awaited<ReturnType<typeof startExampleServer>>;

test.beforeAll(async ({ causeway }) => {
  example = await startExampleServer();
  await causeway.api(api.connectors.add, {
    body: { name: 'Harbour', url: example.url, signIn: { kind: 'none' } },
  });
});
test.afterAll(() => example.close());

test('a second project is made, used, renamed and removed', async ({ page, causeway }) => {
  const switcher = page.getByRole('button', { name: 'Switch project' });
  await page.goto(`${causeway.url}/connectors`);
  await expect(page.getByRole('link', { name: 'Harbour' })).toBeVisible();
  await expect(switcher).toContainText('Causeway');
  await switcher.click();
  await expect(page.getByRole('menuitem')).toHaveCount(1);
  await page.getByRole('menuitem', { name: 'New project…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Port accounts');
  await lookAt(page, '40-new-project');
  await page.keyboard.press('Enter');
  await expect(switcher).toContainText('Port accounts');
  await expect(page.getByRole('heading', { name: 'No connectors yet' })).toBeVisible();

  await page.goto(`${causeway.url}/connectors?url=${encodeURIComponent(example.url)}&name=Second`);
  await page.getByRole('dialog').getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Second' })).toBeVisible();

  await switcher.click();
  await page.screenshot({ path: 'test-results/pictures/41-project-menu.png' });
  await page.getByRole('menuitem', { name: 'Default' }).click();
  await expect(page).toHaveURL(/\/connectors$/);
  await expect(page.getByRole('link', { name: 'Harbour' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Second' })).toHaveCount(0);

  await page.goto(`${causeway.url}/activity`);
  await expect(page.getByText('Added the connector Harbour').first()).toBeVisible();
  await expect(page.getByText('Added the connector Second')).toHaveCount(0);
  await page.getByLabel('Project', { exact: true }).selectOption('all');
  await expect(page.getByText('Added the connector Second')).toBeVisible();

  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Go to, add, switch…')).toBeFocused();
  await page.keyboard.type('switch to port');
  await page.keyboard.press('Enter');
  await expect(switcher).toContainText('Port accounts');
  await switcher.click();
  await page.getByRole('menuitem', { name: 'Rename Port accounts…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Customs');
  await page.getByRole('button', { name: 'Rename' }).click();
  await expect(switcher).toContainText('Customs');
  await switcher.click();
  await page.getByRole('menuitem', { name: 'Remove Customs…' }).click();
  await expect(page.getByRole('dialog')).toContainText('1 connector with accounts');
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(switcher).toContainText('Causeway');
  await page.goto(`${causeway.url}/connectors`);
  await expect(page.getByRole('link', { name: 'Harbour' })).toBeVisible();
});
