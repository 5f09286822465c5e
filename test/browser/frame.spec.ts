// The frame, the settings and signing in.
import { expect, lookAt, test } from './start.ts';

test('every place has a page, reached by its keys', async ({ page, causeway }) => {
  await page.goto(causeway.url);
  await expect(page).toHaveURL(/\/connectors$/);
  await expect(page.getByRole('heading', { level: 1, name: 'Connectors' })).toBeVisible();
  for (const [keys, title] of [
    ['gl', 'Activity'],
    ['ga', 'Approvals'],
    ['gu', 'Use in other apps'],
    ['gs', 'Settings'],
    ['gc', 'Connectors'],
  ] as const) {
    await page.keyboard.type(keys);
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  }
});

test('the palette goes anywhere, and the keys are listed', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/connectors`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByPlaceholder('Go to, add, switch…')).toBeFocused();
  await lookAt(page, '20-palette');
  await page.keyboard.type('settings');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings$/);
  await page.keyboard.type('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await lookAt(page, '21-keys');
});

test('the sidebar is a sheet on a narrow screen', async ({ page, causeway }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${causeway.url}/connectors`);
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('dialog', { name: 'Menu' }).getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL(/\/settings$/);
  await expect(page.getByRole('dialog')).toHaveCount(0);
});

test('settings show tokens, sign-in, theme and the installation', async ({ page, causeway }) => {
  await page.goto(`${causeway.url}/settings`);
  await page.getByRole('button', { name: 'New token' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Laptop scripts');
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('dialog', { name: 'Copy the token now' })).toBeVisible();
  await page.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByText('Laptop scripts')).toBeVisible();
  await lookAt(page, '22-settings');
  await page.getByRole('radio', { name: 'Dark' }).click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test('a stranger signs in with the link of another person, once', async ({ causeway, browser }) => {
  const { signInUrl } = await causeway.api((await import('#shared/contract/api.ts')).api.people.add, {
    body: { name: 'Ben', email: 'ben@example.com', role: 'member' },
  });
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${causeway.url}/activity`);
  await expect(page).toHaveURL(/\/sign-in/);
  await lookAt(page, '23-sign-in');
  await page.goto(signInUrl);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Connectors' })).toBeVisible();
  await page.goto(signInUrl);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await context.close();
});
