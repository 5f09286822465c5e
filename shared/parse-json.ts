import { AppError } from './app-error.ts';

const deepest = 64;

/**
 * Parses JSON from outside. Nesting deeper than `maxDepth` is refused before parsing, because recursion over
 * it later would overflow the stack. Throws `json_invalid` or `json_too_deep`, both 400.
 */
export function parseJson(text: string, maxDepth: number = deepest): unknown {
  if (isDeeperThan(text, maxDepth))
    throw new AppError({
      code: 'json_too_deep',
      status: 400,
      message: `The JSON is nested deeper than ${maxDepth} levels.`,
      fix: 'Send flatter data.',
    });
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError({
      code: 'json_invalid',
      status: 400,
      message: 'This is not valid JSON.',
      fix: 'Send one JSON value in UTF-8.',
      cause,
    });
  }
}

/** Counts brackets outside strings; needs no memory and stops at the first level too many. */
export function isDeeperThan(text: string, maxDepth: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) inString = true;
    else if (code === 0x5b || code === 0x7b) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (code === 0x5d || code === 0x7d) depth -= 1;
  }
  return false;
}
