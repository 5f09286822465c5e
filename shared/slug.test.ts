import { expect, test } from 'vitest';
import { freeSlug, slugOf, slugPattern } from './slug.ts';

test.each([
  ['Acme Docs', 'acme-docs'],
  ['  Ünïcode & Söhne!  ', 'unicode-sohne'],
  ['日本語', 'connector'],
  ['--', 'connector'],
  ['a'.repeat(80), 'a'.repeat(32)],
  [`${'a'.repeat(31)} b`, 'a'.repeat(31)],
])('%s becomes %s', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
  expect(slug).toMatch(slugPattern);
});

test('a taken slug gets a number and keeps its length', () => {
  expect(freeSlug('acme', new Set(['acme', 'acme-2']))).toBe('acme-3');
  const long = 'a'.repeat(32);
  expect(freeSlug(long, new Set([long]))).toBe(`${'a'.repeat(30)}-2`);
});
