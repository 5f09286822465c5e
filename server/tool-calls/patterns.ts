// RE2 patterns: linear time, whatever the pattern and the text.
import { RE2JS } from 're2js';
import type { CompilePattern } from '#shared/policy/conditions.ts';

/** Compiles an RE2 pattern that must match the whole text. Throws on look-around and back references, which RE2 has not. */
export const compileRe2: CompilePattern = (pattern) => {
  const compiled = RE2JS.compile(pattern, RE2JS.DOTALL);
  const prefix = literalPrefix(pattern);
  return prefix === ''
    ? (text) => compiled.matches(text)
    : (text) => text.startsWith(prefix) && compiled.matches(text);
};

/** Plain characters that every match begins with; most texts differ there already, which saves running the automaton. */
export function literalPrefix(pattern: string): string {
  if (pattern.includes('|')) return '';
  const [plain = ''] = /^[\w/ :@-]*/.exec(pattern) ?? [];
  // A following quantifier is about the last character, which may then be missing.
  return /^[*+?{]/.test(pattern.slice(plain.length)) ? plain.slice(0, -1) : plain;
}
