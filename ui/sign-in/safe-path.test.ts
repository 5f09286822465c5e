import { expect, test } from 'vitest';
import { safePath } from './safe-path.ts';

test.each([
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  'https:evil.example',
  'https://evil.example/',
  'javascript:alert(1)',
  'evil.example',
  '/sign-in?returnTo=/',
  '',
  undefined,
])('O14: a way back that is no path of ours leads to the start page: %j', (path) => {
  expect(safePath(path)).toBe('/');
});

test.each(['/', '/connectors', '/connectors/con_1/tools?tool=x&rule=a%20b', '/activity?q=a#top'])(
  'a path of ours is kept: %s',
  (path) => {
    expect(safePath(path)).toBe(path);
  },
);
