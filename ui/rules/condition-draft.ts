// A condition while it is being written, and the condition it makes.
import type { z } from 'zod';
import type { condition } from '#shared/contract/permissions.ts';

export type ConditionInput = z.input<typeof condition>;
export type Test = ConditionInput['test'];

export interface ConditionDraft {
  path: string;
  test: Test;
  /** The value, text, pattern or minimum; several values one a line. */
  first: string;
  /** The maximum of a range. */
  second: string;
  every: boolean;
  not: boolean;
}

export const testWords: Record<Test, string> = {
  equals: 'is',
  'one-of': 'is one of',
  'starts-with': 'starts with',
  'ends-with': 'ends with',
  range: 'is between',
  matches: 'matches the pattern',
};

export const emptyDraft = (path: string): ConditionDraft => ({
  path,
  test: 'equals',
  first: '',
  second: '',
  every: false,
  not: false,
});

/** `5` and `true` are read as what they are where the schema says so, everything else is text. */
const jsonOf = (text: string, type: string | undefined): string | number | boolean => {
  if ((type === 'number' || type === 'integer') && text.trim() !== '' && Number.isFinite(Number(text)))
    return Number(text);
  if (type === 'boolean') return text.trim() === 'true';
  return text;
};

export function conditionOf(draft: ConditionDraft, type: string | undefined): ConditionInput {
  const onPath = {
    path: draft.path,
    ...(draft.every ? { every: true } : {}),
    ...(draft.not ? { not: true } : {}),
  };
  switch (draft.test) {
    case 'equals':
      return { ...onPath, test: 'equals', value: jsonOf(draft.first, type) };
    case 'one-of':
      return {
        ...onPath,
        test: 'one-of',
        values: draft.first
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => jsonOf(line, type)),
      };
    case 'starts-with':
    case 'ends-with':
      return { ...onPath, test: draft.test, text: draft.first };
    case 'range':
      return {
        ...onPath,
        test: 'range',
        ...(draft.first === '' ? {} : { minimum: Number(draft.first) }),
        ...(draft.second === '' ? {} : { maximum: Number(draft.second) }),
      };
    case 'matches':
      return { ...onPath, test: 'matches', pattern: draft.first };
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export function draftOf(given: ConditionInput): ConditionDraft {
  const draft = {
    ...emptyDraft(given.path),
    test: given.test,
    every: given.every ?? false,
    not: given.not ?? false,
  };
  switch (given.test) {
    case 'equals':
      return { ...draft, first: textOf(given.value) };
    case 'one-of':
      return { ...draft, first: given.values.map(textOf).join('\n') };
    case 'starts-with':
    case 'ends-with':
      return { ...draft, first: given.text };
    case 'range':
      return { ...draft, first: String(given.minimum ?? ''), second: String(given.maximum ?? '') };
    case 'matches':
      return { ...draft, first: given.pattern };
  }
}
