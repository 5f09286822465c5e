import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readsOneWay, type ScanResult, type Span, scanObject } from './json-scan.ts';

const scan = (text: string, inside = 'result'): ScanResult => scanObject(text, { maxDepth: 100, inside });
const cut = (text: string, span: Span | undefined) => text.slice(span?.start, span?.end);

describe('scanning a JSON object', () => {
  test('finds its members and those of one of them, whatever the spacing', () => {
    const text = ' {"id" : 1 ,\n"result":{ "a" : [ 1, {"b":2} ],"resultType":"complete"}, "x":"}" } ';
    const found = scan(text);
    if (!found.ok) throw new Error(found.reason);
    expect([...found.members.keys()]).toEqual(['id', 'result', 'x']);
    expect(cut(text, found.members.get('id'))).toBe('1');
    expect(cut(text, found.inner?.get('a'))).toBe('[ 1, {"b":2} ]');
    expect(cut(text, found.members.get('x'))).toBe('"}"');
  });

  test('accepts what JSON.parse accepts and gives the same members', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.nat(3), (value, space) => {
        const text = JSON.stringify({ ...value, result: value }, null, space);
        const found = scan(text);
        if (!found.ok) throw new Error(`${found.reason}: ${text}`);
        const parsed = JSON.parse(text) as Record<string, unknown>;
        expect([...found.members.keys()].sort()).toEqual(Object.keys(parsed).sort());
        for (const [key, span] of found.members) {
          expect(JSON.parse(cut(text, span))).toEqual(parsed[key]);
        }
        const within = parsed.result as Record<string, unknown>;
        for (const [key, span] of found.inner ?? []) expect(JSON.parse(cut(text, span))).toEqual(within[key]);
      }),
      { numRuns: 500 },
    );
  });

  test('F03: refuses what JSON.parse refuses, on mutated texts', () => {
    const piece = fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '"',
        '\\',
        '\\u12',
        '\\n',
        '\n',
        '\u0001',
        ' ',
        '0',
        '01',
        '-',
        '1.',
        'e5',
      ],
      ...['tru', 'true', 'null', 'nul', '"a"', '"result"', 'NaN', '\u2028', '\ufeff', '//', "'", '\\u0041'],
    );
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 }),
        piece,
        fc.nat(),
        fc.nat(2),
        (value, inserted, place, removed) => {
          const whole = JSON.stringify(value);
          const at = place % (whole.length + 1);
          const text = whole.slice(0, at) + inserted + whole.slice(at + removed);
          let parsed: unknown;
          let valid = true;
          try {
            parsed = JSON.parse(text);
          } catch {
            valid = false;
          }
          const isObject = valid && typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
          const found = scan(text);
          if (found.ok) expect(isObject).toBe(true);
          else if (found.reason !== 'key-twice') expect(isObject).toBe(false);
        },
      ),
      { numRuns: 5000 },
    );
  });

  test('refuses a key twice, also when one is escaped', () => {
    expect(scan('{"result":{},"result":{}}')).toEqual({ ok: false, reason: 'key-twice' });
    expect(scan('{"result":{},"r\\u0065sult":{}}')).toEqual({ ok: false, reason: 'key-twice' });
    expect(scan('{"result":{"a":1,"a":2}}')).toEqual({ ok: false, reason: 'key-twice' });
    expect(scan('{"other":{"a":1,"a":2}}').ok).toBe(true);
    expect(readsOneWay('{"other":{"a":1,"a":2}}', 100)).toBe(false);
    expect(readsOneWay('{"other":[{"a":1},{"a":2}],"a":1}', 100)).toBe(true);
  });

  test('X05: refuses what is nested 100,000 deep without growing a stack', () => {
    const text = `{"result":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(scan(text)).toEqual({ ok: false, reason: 'too-deep' });
  });

  test('X03: reads 10 MiB well within 100 ms of the loop', () => {
    const text = `{"result":{"content":[{"type":"text","text":"${'x'.repeat(10 << 20)}"}]}}`;
    scan(text);
    const before = performance.now();
    expect(scan(text).ok).toBe(true);
    expect(performance.now() - before).toBeLessThan(100);
  });
});
