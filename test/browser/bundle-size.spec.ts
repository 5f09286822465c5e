// The start route stays small: everything a browser loads for the first page, compressed.
import { gzipSync } from 'node:zlib';
import { expect, test } from './start.ts';

const limitInKilobytes = 200;

test('the start route loads less than 200 kB, compressed', async ({ page, causeway }) => {
  const sizes: Promise<number>[] = [];
  page.on('response', (response) => {
    if (/\.(js|css)$/.test(new URL(response.url()).pathname))
      sizes.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto(`${causeway.url}/`);
  await expect(page.getByRole('heading', { level: 1, name: 'Connectors' })).toBeVisible();
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1_000;
  test.info().annotations.push({ type: 'kB', description: total.toFixed(1) });
  console.log(`start route: ${total.toFixed(1)} kB gzip in ${sizes.length} files`);
  expect(total).toBeLessThan(limitInKilobytes);
});
