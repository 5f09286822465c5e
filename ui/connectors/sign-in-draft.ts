// What a person has typed about a sign-in, before it becomes an input of the contract.
import type { SignInInput, SignInKind } from '#shared/contract/connectors.ts';

export interface SignInDraft {
  kind: SignInKind;
  /** Each with a key of its own, so that rows keep their place on screen. */
  headers: { key: number; name: string; value: string }[];
  username: string;
  password: string;
}

export const emptySignIn = (kind: SignInKind): SignInDraft => ({
  kind,
  headers: [{ key: 0, name: 'Authorization', value: '' }],
  username: '',
  password: '',
});

/** The first thing that is missing, in words; `undefined` when all is there. */
export function whatIsMissing(draft: SignInDraft): string | undefined {
  if (draft.kind === 'headers') {
    const filled = draft.headers.filter((header) => header.name.trim() !== '' || header.value !== '');
    if (filled.length === 0) return 'Enter at least one header.';
    const nameless = filled.find((header) => header.name.trim() === '');
    if (nameless) return 'A header has a value and no name.';
    const empty = filled.find((header) => header.value.trim() === '');
    if (empty) return `The header ${empty.name.trim()} has no value.`;
  }
  if (draft.kind === 'basic' && draft.username === '') return 'Enter a user name.';
  return undefined;
}

export function signInInputOf(draft: SignInDraft): SignInInput {
  switch (draft.kind) {
    case 'headers':
      return {
        kind: 'headers',
        headers: draft.headers
          .filter((header) => header.name.trim() !== '')
          .map((header) => ({ name: header.name.trim(), value: header.value.trim() })),
      };
    case 'basic':
      return { kind: 'basic', username: draft.username, password: draft.password };
    case 'oauth':
      return { kind: 'oauth' };
    case 'none':
      return { kind: 'none' };
  }
}
