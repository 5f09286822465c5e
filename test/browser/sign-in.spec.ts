// From *Connect* to *Reconnect* in the browser, against the bundled example server with OAuth and short tokens.
import type { Page } from '@playwright/test';
import { api } from '#shared/contract/api.ts';
import type { TestCauseway } from '#test/causeway.ts';
import { type ExampleServer, startExampleServer } from '../../example-server/start-example-server.ts';
import { expect, lookAt, test } from './start.ts';

test.describe.configure({ mode: 'serial' });

let harbour: ExampleServer;
test.beforeAll(async ({ causeway }) => {
  // The story begins with none.
  for (const { id } of (await causeway.api(api.connectors.list, {})).connectors)
    await causeway.api(api.connectors.remove, { params: { connectorId: id } });
  harbour = await startExampleServer({ signIn: { kind: 'oauth', tokenLifetimeSeconds: 15 } });
});
test.afterAll(() => harbour.close());

/** The page of the authorization server: who signs in, and yes. */
async function allow(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Continue to 127\.0\.0\.1/ }).click();
  await expect(page.getByRole('heading', { name: 'Harbour office' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign in and allow' }).click();
}

async function openConnector(page: Page, url: string): Promise<void> {
  await page.goto(`${url}/connectors`);
  await page.getByRole('link', { name: 'Harbour', exact: true }).click();
}

async function openAccount(page: Page, url: string) {
  await openConnector(page, url);
  await page.getByRole('link', { name: /^Accounts/ }).click();
  await page.getByRole('button', { name: 'Account', exact: true }).click();
  const account = page.getByRole('region', { name: 'Account Account' });
  await expect(account.getByText('harbour:read')).toBeVisible();
  return account;
}

async function openTool(page: Page, url: string, tool: string): Promise<void> {
  await openConnector(page, url);
  await page.getByRole('link', { name: new RegExp(`^${tool}`) }).click();
}

/** What the account holds, as its page asks. */
async function detailsOf(causeway: TestCauseway) {
  const { connectors } = await causeway.api(api.connectors.list, {});
  const connector = connectors.find(({ name }) => name === 'Harbour');
  const params = { connectorId: connector?.id ?? '', accountId: connector?.accounts[0]?.id ?? '' };
  return (await causeway.api(api.authorization.details, { params })).details;
}

const completed = (page: Page) => page.getByRole('region', { name: 'Result' }).getByText('Completed');

test('the example server starts with a sign-in, and the dialog finds that out', async ({
  page,
  causeway,
}) => {
  await page.goto(`${causeway.url}/connectors`);
  await page.getByRole('button', { name: 'Try it with the example server' }).click();
  await expect(page.getByRole('menuitem', { name: /^Without a sign-in/ })).toBeVisible();
  await page.getByRole('menuitem', { name: /^With a sign-in/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('radio', { name: /OAuth/ })).toBeChecked();
  await dialog.getByText('Advanced').click();
  await dialog.getByLabel('Who signs in').selectOption('client-credentials');
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(dialog.getByText('This way of signing in needs a client ID.')).toBeVisible();
  await lookAt(page, 'sign-in-1-advanced');
  await page.keyboard.press('Escape');
});

test('adding that fails is checked in the dialog, with a report to copy', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors?add=true&url=${encodeURIComponent('http://127.0.0.1:4/mcp')}`);
  const check = page.getByRole('dialog').getByRole('region', { name: 'Connection check' });
  await expect(check.getByText('connection_refused')).toBeVisible();
  await expect(check.getByRole('button', { name: 'Copy report' })).toBeVisible();
  await lookAt(page, 'sign-in-2-check-in-dialog');
});

test('the screen before leaving says where the browser goes; back from there it is connected with counts', async ({
  page,
  causeway,
}) => {
  await page.goto(`${causeway.url}/connectors?add=true&url=${encodeURIComponent(harbour.url)}&name=Harbour`);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Detected').first()).toBeVisible();
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(dialog.getByText('harbour:read')).toBeVisible();
  await lookAt(page, 'sign-in-3-before-leaving');
  await allow(page);
  await expect(page.getByRole('status').getByText(/Harbour offers \d+ tools/)).toBeVisible();
  await lookAt(page, 'sign-in-4-connected');
});

test('the account says until when and what for; the token ends, and a call still works', async ({
  page,
  causeway,
}) => {
  const account = await openAccount(page, causeway.url);
  await expect(account.getByText(/renews by itself/)).toBeVisible();
  await lookAt(page, 'sign-in-5-account');
  const { signedInUntil = 0 } = await detailsOf(causeway);
  await expect.poll(() => Date.now() > signedInUntil, { timeout: 60_000 }).toBe(true);
  await openTool(page, causeway.url, 'list_ships');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(completed(page)).toBeVisible();
  const later = await detailsOf(causeway);
  expect(later.lastRenewedAt).toBeGreaterThan(0);
  expect(later.signedInUntil).toBeGreaterThan(signedInUntil);
});

test('a tool that needs more asks for exactly that, and runs after it', async ({ page, causeway }) => {
  await openTool(page, causeway.url, 'post_notice');
  await page.getByRole('textbox', { name: /^text/ }).fill('The ferry is late.');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('button', { name: 'Allow what is missing' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('It asks for more than you granted before.')).toBeVisible();
  await expect(dialog.getByText('harbour:write')).toBeVisible();
  await expect(dialog.getByText('harbour:read')).toBeHidden();
  await lookAt(page, 'sign-in-6-step-up');
  await allow(page);
  await expect(page.getByRole('status').getByText(/Harbour offers/)).toBeVisible();
  await openTool(page, causeway.url, 'post_notice');
  await page.getByRole('textbox', { name: /^text/ }).fill('The ferry is late.');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(completed(page)).toBeVisible();
});

test('revoked at the server and here; Reconnect keeps everything else', async ({ page, causeway }) => {
  await openConnector(page, causeway.url);
  const choice = page.getByRole('radiogroup', { name: 'Permission of list_ships', exact: true });
  await choice.getByRole('radio', { name: 'Always allow' }).click();
  await expect(choice.getByRole('radio', { name: 'Always allow' })).toBeChecked();
  const account = await openAccount(page, causeway.url);
  await account.getByRole('button', { name: 'Revoke sign-in' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke', exact: true }).click();
  await expect(account.getByText(/revoked the sign-in, and it was wiped here/)).toBeVisible();
  await lookAt(page, 'sign-in-7-revoked');
  await account.getByRole('button', { name: 'Reconnect' }).click();
  await allow(page);
  await expect(page.getByRole('status').getByText(/Harbour offers/)).toBeVisible();
  await openConnector(page, causeway.url);
  await expect(choice.getByRole('radio', { name: 'Always allow' })).toBeChecked();
});

test('the settings of the sign-in, and an answer that nobody waits for', async ({ page, causeway }) => {
  await openConnector(page, causeway.url);
  await expect(page.getByRole('link', { name: /^list_ships/ })).toBeVisible();
  await page.getByRole('button', { name: 'More about this connector' }).click();
  await page.getByRole('menuitem', { name: /^Sign-in settings/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Client ID').fill('ours');
  await dialog.getByLabel('Client authentication').selectOption('private_key_jwt');
  await dialog.getByLabel('Private key').fill('abc');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByText(/^A PKCS#8 key in PEM form begins with/)).toBeVisible();
  await lookAt(page, 'sign-in-8-settings');
  await page.keyboard.press('Escape');
  const [path] = page.url().split('/tools');
  await page.goto(`${path}?problem=state_not_known`);
  await expect(page.getByRole('alert').getByText(/belongs to no open sign-in/)).toBeVisible();
});
