// The scored legs of the official client suite, as part of the tests.
import { expect, test } from 'vitest';
import { clientTarget, legsOf, runLegs } from './suite.ts';

test('every scored client scenario passes, on both revisions', { timeout: 600_000 }, async () => {
  const legs = (await legsOf('client')).filter(({ scored }) => scored);
  expect(legs.map(({ scenarios }) => scenarios.length)).toEqual([18, 32]);
  const results = await runLegs(clientTarget, legs, () => {});
  expect(results.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
});
