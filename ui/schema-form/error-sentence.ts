// What is wrong with a value, in words. The keyword is the one of JSON Schema.

const numberIn = (error: string): string => /(-?\d+(?:\.\d+)?)\D*$/.exec(error)?.[1] ?? '';

/** `error` is the validator's own text, which holds the numbers. */
export function sentenceOf(keyword: string, error: string): string {
  switch (keyword) {
    case 'required':
      return 'This is required.';
    case 'type':
      return `This must be ${/Expected "([^"]+)"/.exec(error)?.[1] ?? 'of another type'}.`;
    case 'enum':
      return 'Choose one of the values.';
    case 'minimum':
      return `At least ${numberIn(error)}.`;
    case 'maximum':
      return `At most ${numberIn(error)}.`;
    case 'exclusiveMinimum':
      return `More than ${numberIn(error)}.`;
    case 'exclusiveMaximum':
      return `Less than ${numberIn(error)}.`;
    case 'minLength':
      return 'This is too short.';
    case 'maxLength':
      return 'This is too long.';
    case 'minItems':
      return 'More items are needed.';
    case 'maxItems':
      return 'There are too many items.';
    case 'uniqueItems':
      return 'Each item may be there once.';
    default:
      return error;
  }
}
