// An app signs in to the gateway through the browser: consent, denial, and signing in first.
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { api } from '#shared/contract/api.ts';
import { appRedirect, createAppSignIn, reconnect, startSignIn } from '#test/app-sign-in.ts';
import { expect, lookAt, test } from './start.ts';

test('a person allows an app, sees it connected, and it lists tools', async ({ page, causeway }) => {
  const endpoint = `${causeway.url}/mcp/default`;
  const app = createAppSignIn();
  await startSignIn(endpoint, app);
  await page.route(`${appRedirect}**`, (route) => route.fulfill({ body: 'back in the app' }));
  await page.goto(app.authorizationUrl().href);
  await expect(page.getByRole('heading', { level: 1, name: 'Connect an app' })).toBeVisible();
  await expect(page.getByText('Harbour desk')).toBeVisible();
  await expect(page.getByText('127.0.0.1:39871')).toBeVisible();
  await lookAt(page, '70-consent');
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.waitForURL(`${appRedirect}**`);
  const { searchParams } = new URL(page.url());
  expect(searchParams.get('iss')).toBe(`${causeway.url}/api/auth`);
  const transport = new StreamableHTTPClientTransport(new URL(endpoint), { authProvider: app.provider });
  await transport.finishAuth(searchParams);
  const client = await reconnect(endpoint, app);
  expect((await client.listTools()).tools).toBeInstanceOf(Array);
  await client.close();
  const { clients } = await causeway.api(api.gatewayClients.list);
  expect(clients.map(({ name }) => name)).toContain('Harbour desk');

  await page.goto(`${causeway.url}/use`);
  await page.getByLabel('Add it to').selectOption('Cursor');
  await expect(page.getByRole('link', { name: 'Add to Cursor' })).toHaveAttribute('href', /^cursor:/);
  await page.getByRole('radio', { name: 'Search and call' }).click();
  await expect(page.getByText('Three tools that find')).toBeVisible();
  await lookAt(page, '71-use-with-an-app');
  await page.getByRole('button', { name: 'Disconnect Harbour desk' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByText('No app has signed in yet.')).toBeVisible();
  await page.getByRole('radio', { name: 'All tools' }).click();
  await expect(page.getByText('Every tool is listed')).toBeVisible();
});

test('a person denies an app; whoever is not signed in signs in first', async ({
  page,
  causeway,
  browser,
}) => {
  const app = createAppSignIn();
  await startSignIn(`${causeway.url}/mcp/default`, app);
  await page.route(`${appRedirect}**`, (route) => route.fulfill({ body: 'back in the app' }));
  await page.goto(app.authorizationUrl().href);
  await page.getByRole('button', { name: 'Deny' }).click();
  await page.waitForURL(`${appRedirect}**`);
  expect(new URL(page.url()).searchParams.get('error')).toBe('access_denied');

  const context = await browser.newContext();
  const stranger = await context.newPage();
  await stranger.goto(app.authorizationUrl().href);
  await expect(stranger).toHaveURL(/\/sign-in\?returnTo=/);
  expect(new URL(stranger.url()).searchParams.get('returnTo')).toContain('/authorize?');
  await context.close();
});
