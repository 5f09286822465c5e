import { expect, test } from 'vitest';
import { toolGroup } from './tool-group.ts';

test.each([
  [undefined, 'unknown'],
  [{}, 'unknown'],
  [{ title: 'x', openWorldHint: true }, 'unknown'],
  [{ readOnlyHint: true }, 'read-only'],
  [{ readOnlyHint: true, destructiveHint: false }, 'read-only'],
  [{ readOnlyHint: true, destructiveHint: true }, 'unknown'],
  [{ readOnlyHint: false }, 'destructive'],
  [{ readOnlyHint: false, destructiveHint: false }, 'write'],
  [{ destructiveHint: false }, 'write'],
  [{ destructiveHint: true }, 'destructive'],
] as const)('annotations %o make %s', (annotations, group) => {
  expect(toolGroup(annotations)).toBe(group);
});

test('hints that are not booleans say nothing', () => {
  expect(toolGroup({ readOnlyHint: 'true' } as never)).toBe('unknown');
});
