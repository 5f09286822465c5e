// Adding, using and removing connectors in the browser, against servers that nobody here wrote.
import { startEverything } from '#test/servers/everything.ts';
import { expect, lookAt, test } from './start.ts';

let everything: Awaited<ReturnType<typeof startEverything>>;

test.describe.configure({ mode: 'serial' });
test.beforeAll(async () => {
  everything = await startEverything('streamableHttp');
});
test.afterAll(() => everything.close());

test('with no connector the page offers three ways to begin', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors`);
  await expect(page.getByRole('heading', { name: 'No connectors yet' })).toBeVisible();
  await lookAt(page, '1-empty');
});

test('an address that is no MCP server is explained in the dialog, and nothing is saved', async ({
  page,
  causeway,
}) => {
  await page.goto(`${causeway.url}/connectors`);
  await page.getByRole('button', { name: 'Add custom connector' }).click();
  await expect(page.getByLabel('Remote MCP server URL')).toBeFocused();
  await lookAt(page, '2-add');
  await page.getByLabel('Remote MCP server URL').fill('http://127.0.0.1:9/mcp');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible({ timeout: 20_000 });
  await lookAt(page, '3-add-failed');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'No connectors yet' })).toBeVisible();
});

test('server-everything is found, connected and listed', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors`);
  await page.getByRole('button', { name: 'Add custom connector' }).click();
  await page.getByLabel('Remote MCP server URL').fill(everything.url);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Detected').first()).toBeVisible({ timeout: 20_000 });
  await dialog.getByLabel('Name', { exact: true }).fill('Everything');
  await lookAt(page, '4-detected');
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page).toHaveURL(/\/connectors\/[^/]+\/tools$/);
  await expect(page.getByRole('link', { name: /^echo/ })).toBeVisible({ timeout: 20_000 });
  await lookAt(page, '5-tools');
});

test('a tool runs from its form, and its result is shown', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors`);
  await page.getByRole('link', { name: 'Everything' }).click();
  await page.getByRole('link', { name: /^echo/ }).click();
  await expect(page).toHaveURL(/tool=echo/);
  await expect(page.getByRole('textbox', { name: /^message/ })).toBeVisible();
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByText('This is required.')).toBeVisible();
  await page.getByRole('textbox', { name: /^message/ }).fill('ahoy');
  await page.getByRole('button', { name: 'Run' }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('ahoy')).toBeVisible();
  await lookAt(page, '6-tool-result');
  await page.goBack();
  await expect(page).not.toHaveURL(/tool=/);
});

test('a permission is set with one press and stays', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors`);
  await page.getByRole('link', { name: 'Everything' }).click();
  const choice = page.getByRole('radiogroup', { name: 'Permission of echo', exact: true });
  await choice.getByRole('radio', { name: 'Blocked' }).click();
  await expect(choice.getByRole('radio', { name: 'Blocked' })).toBeChecked();
  await page.reload();
  await expect(choice.getByRole('radio', { name: 'Blocked' })).toBeChecked();
  await choice.getByRole('radio', { name: 'Needs approval' }).click();
});

test('a long call tells its progress and can be cancelled', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors`);
  await page.getByRole('link', { name: 'Everything' }).click();
  await page.getByRole('link', { name: /long-running/ }).click();
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(page.getByRole('progressbar')).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText(/^Cancelled/)).toBeVisible();
});

test('a resource is read and a prompt previewed', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors`);
  await page.getByRole('link', { name: 'Everything' }).click();
  await page.getByRole('link', { name: /^Resources/ }).click();
  const entries = page.getByRole('list', { name: 'Resources and templates' }).getByRole('link');
  await expect(entries.first()).toBeVisible();
  await entries.last().click();
  await page.getByRole('button', { name: 'Read' }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('Completed')).toBeVisible();
  await lookAt(page, '7-resource');
  await page.getByRole('link', { name: /^Prompts/ }).click();
  const prompts = page.getByRole('list', { name: 'Prompts' }).getByRole('link');
  await expect(prompts.first()).toBeVisible();
  await prompts.first().click();
  await page.getByRole('button', { name: 'Preview messages' }).click();
  await expect(page.getByRole('region', { name: 'Result' }).getByText('Completed')).toBeVisible();
  await lookAt(page, '8-prompt');
});

test('accounts, activity and the server itself have their pages', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors`);
  await lookAt(page, '9-connectors');
  await page.getByRole('link', { name: 'Everything' }).click();
  await page.getByRole('link', { name: /^Accounts/ }).click();
  await expect(page.getByRole('heading', { name: 'Accounts of Everything' })).toBeVisible();
  await lookAt(page, '10-accounts');
  await page.getByRole('link', { name: 'About this server' }).click();
  await expect(page.getByRole('heading', { name: 'Instructions' })).toBeVisible();
  await lookAt(page, '11-about');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Activity' }).click();
  await page.getByRole('button', { name: 'echo', exact: true }).first().click();
  await expect(page).toHaveURL(/entry=/);
  await expect(page.getByText('ahoy')).toBeVisible();
  await lookAt(page, '12-activity');
});

test('a connector is renamed and removed', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors`);
  await page.getByRole('link', { name: 'Everything' }).click();
  await page.getByRole('button', { name: 'More about this connector' }).click();
  await page.getByRole('menuitem', { name: /^Edit/ }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('All of it');
  await lookAt(page, '13-edit');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name: 'All of it' })).toBeVisible();
  await page.getByRole('button', { name: 'More about this connector' }).click();
  await page.getByRole('menuitem', { name: /^Remove/ }).click();
  await lookAt(page, '14-remove');
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page).toHaveURL(/\/connectors$/);
  await expect(page.getByRole('heading', { name: 'No connectors yet' })).toBeVisible();
});
