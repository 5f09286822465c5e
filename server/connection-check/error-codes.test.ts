import { join } from 'node:path';
import { expect, test } from 'vitest';
import { errorCodesPage } from './error-codes.ts';

test('docs/error-codes.md is what the code says (vitest -u writes it anew)', async () => {
  await expect(errorCodesPage()).toMatchFileSnapshot(join(import.meta.dirname, '../../docs/error-codes.md'));
});
