import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandLineDocument } from './command-line-document.ts';
import { exitCodes } from './exit-codes.ts';

test('docs/command-line.md says what the commands are', () => {
  expect(readFileSync(join(import.meta.dirname, '../docs/command-line.md'), 'utf8')).toBe(
    commandLineDocument(),
  );
});

test('no two exit codes are the same', () => {
  const codes = Object.values(exitCodes).map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
});
