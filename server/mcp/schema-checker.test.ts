import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterAll, describe, expect, test } from 'vitest';
import type { JsonObject } from '#shared/json.ts';
import { createSchemaChecker } from './schema-checker.ts';

const checker = createSchemaChecker({ limits: { budgetMilliseconds: 1_000 } });
afterAll(() => checker.close());

const nested = (depth: number): JsonObject =>
  depth === 0 ? { type: 'string' } : { type: 'object', properties: { a: nested(depth - 1) } };

describe('a schema checker', () => {
  test('tells what fits and what does not, in each dialect', async () => {
    const schema = { type: 'object', properties: { n: { type: 'integer', minimum: 1 } }, required: ['n'] };
    for (const $schema of [
      undefined,
      'https://json-schema.org/draft/2020-12/schema',
      'https://json-schema.org/draft/2019-09/schema',
      'http://json-schema.org/draft-07/schema#',
    ]) {
      const own = $schema ? { $schema, ...schema } : schema;
      expect(await checker.check(own, { n: 1 })).toEqual({ kind: 'valid' });
      expect(await checker.check(own, { n: 0 })).toMatchObject({
        kind: 'invalid',
        problems: [{ path: '/n' }],
      });
      expect(await checker.check(own, {})).toMatchObject({ kind: 'invalid' });
    }
    expect(await checker.check({ $schema: 'https://x.example/own' }, 1)).toMatchObject({ kind: 'unusable' });
    expect(await checker.check({ type: 'array', prefixItems: [{ type: 'string' }] }, [1])).toMatchObject({
      kind: 'invalid',
    });
  });

  test('reads patterns as ECMAScript writes them', async () => {
    const check = (pattern: string, value: string) => checker.check({ type: 'string', pattern }, value);
    expect(await check('^\\d{3}-[\\w/]+$', '123-a/b')).toEqual({ kind: 'valid' });
    expect(await check('^\\d{3}$', '12')).toMatchObject({ kind: 'invalid' });
    expect(await check('\\u00e9', 'café')).toEqual({ kind: 'valid' });
    // Look-ahead needs backtracking; the server checks it.
    expect(await check('^(?=a)b', 'b')).toEqual({ kind: 'valid' });
  });

  test('X08: a pattern that would backtrack for ever is answered at once', async () => {
    const schema = { type: 'string', pattern: '^(a+)+$' };
    const before = performance.now();
    expect(await checker.check(schema, `${'a'.repeat(50_000)}!`)).toMatchObject({ kind: 'invalid' });
    expect(performance.now() - before).toBeLessThan(3_000);
  });

  test('X08: what is too large, too deep, remote or endless is unusable, and nothing waits for it', async () => {
    const many = Object.fromEntries(Array.from({ length: 1_200 }, (_, n) => [`p${n}`, {}]));
    const unusable: JsonObject[] = [
      { enum: ['x'.repeat(70_000)] },
      nested(40),
      { type: 'object', properties: many },
      { $ref: 'https://evil.example/schema.json' },
      { $ref: 'file:///etc/passwd' },
      { $ref: '#/$defs/missing' },
      { $ref: '#' },
      { $dynamicAnchor: 'a', allOf: [{ $dynamicRef: '#a' }] },
      { type: 'nonsense' },
    ];
    for (const schema of unusable) {
      expect(await checker.check(schema, { a: 1 })).toMatchObject({ kind: 'unusable' });
    }
    expect(await checker.check({ type: 'number' }, 1)).toEqual({ kind: 'valid' });
  });

  test('X08: a bomb is given up within the budget, off the event loop, and the next check works', async () => {
    const hasty = createSchemaChecker({ limits: { budgetMilliseconds: 100 } });
    // Each level tries the next one twice: 2^24 ways.
    const $defs = Object.fromEntries(
      Array.from({ length: 24 }, (_, n) => [
        `d${n}`,
        n === 23
          ? { type: 'string' }
          : { anyOf: [{ $ref: `#/$defs/d${n + 1}` }, { $ref: `#/$defs/d${n + 1}` }] },
      ]),
    );
    await hasty.check({}, 1);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const before = performance.now();
    expect(await hasty.check({ $ref: '#/$defs/d0', $defs }, 1)).toEqual({
      kind: 'unusable',
      reason: 'checking it takes too long',
    });
    expect(performance.now() - before).toBeLessThan(1_500);
    delay.disable();
    expect(delay.max / 1e6).toBeLessThan(500);
    expect(await hasty.check({ type: 'number' }, 1)).not.toMatchObject({ kind: 'invalid' });
    await hasty.close();
  });
});
