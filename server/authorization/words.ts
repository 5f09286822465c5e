// Scopes in words. A scope is the server's own text: it is shown beside the words, never instead of them.
import type { ScopeInWords } from '#shared/contract/authorization.ts';

const known: Record<string, string> = {
  openid: 'know who you are',
  profile: 'see your name and picture',
  email: 'see your e-mail address',
  address: 'see your postal address',
  phone: 'see your telephone number',
  offline_access: 'stay signed in without asking you again',
};

const verbs: [RegExp, string][] = [
  [/^(read|readonly|read[-_]only|get|list|view)$/i, 'read'],
  [/^(write|edit|update|modify|create|readwrite|rw)$/i, 'read and change'],
  [/^(delete|remove|destroy)$/i, 'delete'],
  [/^(admin|manage|full|all|owner|\*)$/i, 'do everything with'],
  [/^(exec|execute|call|invoke|run|use)$/i, 'use'],
  [/^(send|post|publish)$/i, 'send'],
];

/** `files:read` becomes “read files”; what is not understood is shown as it is. */
export function inWords(scope: string): string {
  const exact = known[scope];
  if (exact) return exact;
  const name = scope.split('/').at(-1) ?? scope;
  const parts = name.split(/[:.]/).filter(Boolean);
  for (const [index, part] of parts.entries()) {
    const verb = verbs.find(([pattern]) => pattern.test(part))?.[1];
    const things = parts
      .filter((_, at) => at !== index)
      .join(' ')
      .replace(/[-_]/g, ' ');
    if (verb && things) return `${verb} ${things}`;
    if (verb) return `${verb} what the server offers`;
  }
  return `use “${scope.slice(0, 80)}”`;
}

/** Characters of RFC 6749 §3.3; anything else in a scope list is dropped before it is sent or shown. */
const scopeToken = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/;

export function splitScopes(text: unknown): string[] {
  const list = typeof text === 'string' ? text.split(' ') : Array.isArray(text) ? text : [];
  const valid = list.filter((scope): scope is string => typeof scope === 'string' && scopeToken.test(scope));
  return [...new Set(valid)].slice(0, 200);
}

export function tellScopes(scopes: readonly string[], granted: readonly string[]): ScopeInWords[] {
  return scopes.map((scope) => ({ scope, words: inWords(scope), isNew: !granted.includes(scope) }));
}
