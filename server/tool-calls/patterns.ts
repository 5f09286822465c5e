// RE2 patterns: linear time, whatever the pattern and the text.
import { RE2JS } from 're2js';
import type { CompilePattern } from '#shared/policy/conditions.ts';

/** Compiles an RE2 pattern that must match the whole text. Throws on look-around and back references, which RE2 has not. */
export const compileRe2: CompilePattern = (pattern) => {
  const compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
  return (text) => compiled.matches(text);
};
