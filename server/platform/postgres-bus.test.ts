import pg from 'pg';
import { expect, test } from 'vitest';
import { freshLocation } from '#test/databases.ts';
import { silentLog } from './log.ts';
import { createPostgresBus } from './postgres-bus.ts';

test('P06: replicas hear of each other within a second, also after the connection was cut', async () => {
  const location = await freshLocation('postgres');
  const url = 'url' in location ? location.url : '';
  const [one, two] = await Promise.all([1, 2].map(() => createPostgresBus({ url, log: silentLog })));
  if (!one || !two) throw new Error('no bus');
  const heard: unknown[] = [];
  two.subscribe('ann', (event) => heard.push(event));
  two.subscribe('bob', () => heard.push('for bob'));
  two.onInvalidate('policy', (id) => heard.push(id));
  one.subscribe('ann', (event) => heard.push({ ...event, here: true }));

  const from = performance.now();
  one.publish('ann', { topic: 'limits' });
  one.invalidate('policy', 'c1');
  await expect.poll(() => heard).toEqual([{ topic: 'limits', here: true }, { topic: 'limits' }, 'c1']);
  expect(performance.now() - from).toBeLessThan(1_000);

  const breaker = new pg.Client({ connectionString: url });
  await breaker.connect();
  await breaker.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%'",
  );
  await breaker.end();
  // Whatever was missed meanwhile: everything is to be read again.
  await expect.poll(() => heard.at(-1), { timeout: 5_000 }).toBe('*');
  one.invalidate('policy', 'c2');
  await expect.poll(() => heard.at(-1), { timeout: 5_000 }).toBe('c2');
  await Promise.all([one.close(), two.close()]);
});
