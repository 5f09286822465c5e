// What every browser test stands on: a Causeway, a signed-in page whose console must stay empty, axe and screenshots.
import { mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page } from '@playwright/test';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';

export { expect };

interface Worker {
  causeway: TestCauseway;
}

interface Each {
  /** Fails the test when the page writes to its console or throws. */
  page: Page;
}

export const test = base.extend<Each, Worker>({
  causeway: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from the pattern.
    async ({}, use) => {
      const causeway = await startCauseway();
      await use(causeway);
      await causeway.close();
    },
    { scope: 'worker' },
  ],
  page: async ({ context, causeway, page }, use) => {
    const said: string[] = [];
    page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => said.push(`error: ${error.message}`));
    await context.addCookies(
      causeway.cookie.split('; ').map((pair) => ({
        name: pair.slice(0, pair.indexOf('=')),
        value: pair.slice(pair.indexOf('=') + 1),
        url: causeway.url,
      })),
    );
    await use(page);
    expect(said, 'the console stays empty').toEqual([]);
  },
});

export const sizes = { wide: { width: 1280, height: 800 }, narrow: { width: 390, height: 844 } } as const;

/** axe finds nothing, and nothing sticks out to the side. */
export async function expectAccessible(page: Page, rules?: string[]): Promise<void> {
  // What lies behind an open dialog is out of reach, and dimmed on purpose.
  const dialogs = await page.getByRole('dialog').count();
  const axe = rules === undefined ? new AxeBuilder({ page }) : new AxeBuilder({ page }).withRules(rules);
  const { violations } = await (dialogs > 0 ? axe.include('[role="dialog"]') : axe).analyze();
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`),
  ).toEqual([]);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(tooWide, 'pixels sticking out to the side').toBeLessThanOrEqual(0);
}

/** Checks the page, and keeps a picture of it, at both sizes in both themes. */
export async function lookAt(page: Page, name: string): Promise<void> {
  mkdirSync('test-results/pictures', { recursive: true });
  for (const theme of ['light', 'dark'] as const)
    for (const [size, viewport] of Object.entries(sizes)) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await page.setViewportSize(viewport);
      await page.mouse.move(0, 0);
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      await page.waitForFunction(() =>
        document
          .getAnimations()
          .every(
            (each) =>
              each.playState !== 'running' ||
              each.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY,
          ),
      );
      // The theme changes colours alone.
      await expectAccessible(page, theme === 'light' ? undefined : ['color-contrast']);
      await page.screenshot({ path: `test-results/pictures/${name}-${size}-${theme}.png` });
    }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
  await page.setViewportSize(sizes.wide);
}
