// Conditions of argument rules: what they look at, and when they hold. Pure; the same on server and screen.
import type { Json, JsonObject } from '#shared/json.ts';

/**
 * One condition on the arguments of a call. `path` is a JSON pointer (RFC 6901) from the root of the
 * arguments. With `every`, a `*` segment stands for every element of an array; without any `*` the
 * path itself names the array.
 */
export type Condition = {
  path: string;
  every?: boolean;
  /** True turns the test round. */
  not?: boolean;
} & Test;

export type Test =
  | { test: 'equals'; value: Json }
  | { test: 'one-of'; values: Json[] }
  | { test: 'starts-with'; text: string }
  | { test: 'ends-with'; text: string }
  | { test: 'range'; minimum?: number; maximum?: number }
  /** RE2 syntax, against the whole text. */
  | { test: 'matches'; pattern: string };

/** Compiles an RE2 pattern into a test of a whole text; throws when the pattern is not RE2. */
export type CompilePattern = (pattern: string) => (text: string) => boolean;

/** `unknown`: the arguments do not have the type that the condition asks about, so it can be neither true nor false. */
export type Truth = 'true' | 'false' | 'unknown';

export type CompiledCondition = (callArguments: JsonObject) => Truth;

/** Prepares a condition; throws on a path that is no JSON pointer or a pattern that is not RE2. */
export function compileCondition(condition: Condition, compilePattern: CompilePattern): CompiledCondition {
  const test = compileTest(condition, compilePattern);
  const path = parsePointer(condition.path);
  if (condition.every && !path.includes('*')) path.push('*');
  const every = condition.every === true;
  return (callArguments) => {
    const truth = every ? testEvery(callArguments, path, 0, test) : testOne(callArguments, path, test);
    if (!condition.not || truth === 'unknown') return truth;
    // A missing value is no proof that it is another value.
    if (truth === 'false' && !every && valueAt(callArguments, path) === undefined) return 'unknown';
    return truth === 'true' ? 'false' : 'true';
  };
}

/** Segments of a JSON pointer, unescaped (RFC 6901 §3 and §4); throws `RangeError` when it is none. */
export function parsePointer(pointer: string): string[] {
  if (pointer === '') return [];
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer))
    throw new RangeError(
      `"${pointer}" is not a JSON pointer: it starts with / and writes ~ as ~0 and / as ~1.`,
    );
  return pointer
    .slice(1)
    .split('/')
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at a path, own properties only; `undefined` when there is none. */
export function valueAt(root: Json | undefined, path: readonly string[]): Json | undefined {
  let value = root;
  for (const segment of path) value = step(value, segment);
  return value;
}

function step(value: Json | undefined, segment: string): Json | undefined {
  if (Array.isArray(value)) return /^(0|[1-9]\d*)$/.test(segment) ? value[Number(segment)] : undefined;
  if (value === null || typeof value !== 'object') return undefined;
  return Object.hasOwn(value, segment) ? value[segment] : undefined;
}

const testOne = (root: JsonObject, path: string[], test: (value: Json) => Truth): Truth => {
  const value = valueAt(root, path);
  return value === undefined ? 'false' : test(value);
};

/** True when there is at least one element and every one passes; an empty or missing list proves nothing and is false. */
function testEvery(value: Json | undefined, path: string[], at: number, test: (value: Json) => Truth): Truth {
  if (at === path.length) return value === undefined ? 'false' : test(value);
  const segment = path[at] as string;
  if (segment !== '*') return testEvery(step(value, segment), path, at + 1, test);
  if (value === undefined) return 'false';
  if (!Array.isArray(value)) return 'unknown';
  let truth: Truth = value.length === 0 ? 'false' : 'true';
  for (const element of value) {
    const one = testEvery(element, path, at + 1, test);
    if (one === 'false') return 'false';
    if (one === 'unknown') truth = 'unknown';
  }
  return truth;
}

function compileTest(condition: Test, compilePattern: CompilePattern): (value: Json) => Truth {
  switch (condition.test) {
    case 'equals':
      return (value) => truthOf(sameJson(value, condition.value));
    case 'one-of':
      return (value) => truthOf(condition.values.some((allowed) => sameJson(value, allowed)));
    case 'starts-with':
      return onText((text) => text.startsWith(condition.text));
    case 'ends-with':
      return onText((text) => text.endsWith(condition.text));
    case 'range': {
      const minimum = condition.minimum ?? Number.NEGATIVE_INFINITY;
      const maximum = condition.maximum ?? Number.POSITIVE_INFINITY;
      return (value) =>
        typeof value === 'number' ? truthOf(value >= minimum && value <= maximum) : 'unknown';
    }
    case 'matches':
      return onText(compilePattern(condition.pattern));
  }
}

const truthOf = (value: boolean): Truth => (value ? 'true' : 'false');
const onText =
  (test: (text: string) => boolean) =>
  (value: Json): Truth =>
    typeof value === 'string' ? truthOf(test(value)) : 'unknown';

function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((one, i) => sameJson(one, b[i]))
    );
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
}
