import { expect, test } from 'vitest';
import { compileRe2, literalPrefix } from './patterns.ts';

test('patterns match the whole text', () => {
  const docs = compileRe2('acme/.*');
  expect([docs('acme/docs'), docs('evil/acme/docs'), docs('acme/\n')]).toEqual([true, false, true]);
});

test('a plain beginning decides nothing that the pattern would not', () => {
  const cases: [string, string, boolean][] = [
    ['ab*', 'a', true],
    ['ab?c', 'ac', true],
    ['a|b', 'b', true],
    ['ab{0}', 'a', true],
    ['(?i)abc', 'ABC', true],
    ['acme/1-.*', 'acme/2-x', false],
  ];
  for (const [pattern, text, matches] of cases) expect(compileRe2(pattern)(text)).toBe(matches);
  expect(literalPrefix('acme/1-.*')).toBe('acme/1-');
});

test('X08: a pattern that would run for ever elsewhere takes no time, and look-around is refused', () => {
  const start = performance.now();
  expect(compileRe2('^(a+)+$')(`${'a'.repeat(5_000)}b`)).toBe(false);
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(() => compileRe2('(?=a)b')).toThrow();
});
