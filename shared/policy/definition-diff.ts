// Two definitions side by side, field by field, with what a person must not overlook.
import type { ToolGroup } from '#shared/contract/catalogue.ts';
import { findingsIn, isPlainName, type TextFinding, withHiddenShown } from './text-findings.ts';
import { toolGroup } from './tool-group.ts';

export interface Finding {
  kind: TextFinding['kind'] | 'widening' | 'name';
  sentence: string;
  field?: string;
}
export interface FieldChange {
  field: string;
  before?: string;
  after?: string;
  findings: Finding[];
}
type Definition = Record<string, unknown>;

const mostFields = 400;

/** Fields that differ, in the order of the new definition; texts have hidden characters written out. */
export function diffDefinitions(before: Definition | undefined, after: Definition): FieldChange[] {
  const old = flatten(before ?? {});
  const now = flatten(after);
  const changes: FieldChange[] = [];
  for (const field of new Set([...now.keys(), ...old.keys()])) {
    const was = old.get(field);
    const is = now.get(field);
    if (was === is) continue;
    changes.push({
      field,
      ...(was === undefined ? {} : { before: withHiddenShown(was) }),
      ...(is === undefined ? {} : { after: withHiddenShown(is) }),
      findings: is === undefined ? [] : [...textFindings(is, field), ...textFindings(field, field)],
    });
    if (changes.length >= mostFields) break;
  }
  return changes;
}

/** What stands out in a definition as a whole: a name that is no plain name, and what it may do more than before. */
export function findingsOf(before: Definition | undefined, after: Definition): Finding[] {
  const findings: Finding[] = [];
  const name = String(after.name ?? '');
  if (after.name !== undefined && !isPlainName(name))
    findings.push({
      kind: 'name',
      field: 'name',
      sentence: `The name has characters that names should not have: ${withHiddenShown(name)}.`,
    });
  for (const [field, text] of flatten(after)) findings.push(...textFindings(text, field));
  if (before) findings.push(...widening(before, after));
  return unique(findings).slice(0, 100);
}

const groupRank: Record<ToolGroup, number> = { 'read-only': 0, write: 1, destructive: 2, unknown: 2 };
const groupWords: Record<ToolGroup, string> = {
  'read-only': 'read-only',
  write: 'able to write',
  destructive: 'able to delete or destroy',
  unknown: 'of unknown effect',
};

function widening(before: Definition, after: Definition): Finding[] {
  const was = toolGroup(before.annotations as Parameters<typeof toolGroup>[0]);
  const is = toolGroup(after.annotations as Parameters<typeof toolGroup>[0]);
  const found: Finding[] = [];
  const say = (sentence: string, field: string): unknown => found.push({ kind: 'widening', sentence, field });
  if (groupRank[is] > groupRank[was])
    say(`It was ${groupWords[was]} and is now ${groupWords[is]}, by its own word.`, 'annotations');
  if (hint(before, 'openWorldHint') === false && hint(after, 'openWorldHint') !== false)
    say('It said that it stays within a closed domain, and says so no longer.', 'annotations');
  const known = new Set(parametersOf(before));
  const added = parametersOf(after).filter((parameter) => !known.has(parameter));
  if (added.length > 0) say(`It takes more than before: ${added.slice(0, 10).join(', ')}.`, 'inputSchema');
  return found;
}

const hint = (definition: Definition, name: string): unknown =>
  (definition.annotations as Definition | undefined)?.[name];
const parametersOf = (definition: Definition): string[] =>
  Object.keys(
    ((definition.inputSchema as Definition | undefined)?.properties as Definition | undefined) ?? {},
  );

function textFindings(text: string, field: string): Finding[] {
  return findingsIn(text).map((finding) => ({ kind: finding.kind, field, sentence: sentenceOf(finding) }));
}

function sentenceOf(finding: TextFinding): string {
  switch (finding.kind) {
    case 'invisible':
      return `Holds characters that cannot be seen: ${finding.characters.slice(0, 10).join(', ')}.`;
    case 'control':
      return `Holds control characters: ${finding.characters.slice(0, 10).join(', ')}.`;
    case 'confusable':
      return `Holds words with letters of another script that look alike: ${finding.words.slice(0, 5).join(', ')}.`;
    case 'instruction-like':
      return `Speaks to the model instead of describing: "${withHiddenShown(finding.quotes[0] ?? '')}".`;
  }
}

const unique = (findings: Finding[]): Finding[] => [
  ...new Map(findings.map((one) => [`${one.kind}\n${one.field}\n${one.sentence}`, one])).values(),
];

/** Leaves by their path; `inputSchema/properties/repo/type`. Depth and number are bounded: a definition is hostile input. */
function flatten(
  value: unknown,
  path = '',
  into = new Map<string, string>(),
  depth = 0,
): Map<string, string> {
  if (into.size > 4 * mostFields) return into;
  const isBranch = value !== null && typeof value === 'object' && depth < 12;
  if (!isBranch) {
    if (value !== undefined) into.set(path, typeof value === 'string' ? value : JSON.stringify(value));
    return into;
  }
  const entries = Object.entries(value);
  if (entries.length === 0) into.set(path, Array.isArray(value) ? '[]' : '{}');
  for (const [key, inner] of entries) flatten(inner, path === '' ? key : `${path}/${key}`, into, depth + 1);
  return into;
}
