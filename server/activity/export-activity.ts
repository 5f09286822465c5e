// The record as a file: CSV for spreadsheets, JSON Lines for programs; newest first, in pieces.
import type { ActivityEntry } from '#shared/contract/activity.ts';
import type { ActivityFilter, ActivityStore } from './store.ts';

const entriesAtOnce = 500;

const columns = [
  'sequence',
  'id',
  'at',
  'kind',
  'personId',
  'personName',
  'projectId',
  'door',
  'client',
  'connectorId',
  'connectorName',
  'accountId',
  'subject',
  'argumentsDigest',
  'arguments',
  'decision',
  'decidedBy',
  'approvalId',
  'outcome',
  'problem',
  'refusal',
  'milliseconds',
  'resultBytes',
  'summary',
] as const satisfies readonly (keyof ActivityEntry)[];

/** A stream of text that asks the store as fast as it is read, up to `limit` entries. */
export function exportActivity(
  deps: { store: ActivityStore; named(entries: ActivityEntry[]): Promise<ActivityEntry[]> },
  input: { filter: ActivityFilter; format: 'csv' | 'jsonl'; limit?: number },
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let before = input.filter.before;
  let left = input.limit ?? Number.POSITIVE_INFINITY;
  let first = true;
  return new ReadableStream({
    async pull(controller) {
      const count = Math.min(entriesAtOnce, left);
      const entries = await deps.named(await deps.store.list({ ...input.filter, before }, count));
      const head = first && input.format === 'csv' ? `${columns.join(',')}\r\n` : '';
      first = false;
      controller.enqueue(encoder.encode(head + entries.map((e) => line(e, input.format)).join('')));
      before = entries.at(-1)?.sequence;
      left -= entries.length;
      if (entries.length < count || left <= 0) controller.close();
    },
  });
}

function line(entry: ActivityEntry, format: 'csv' | 'jsonl'): string {
  if (format === 'jsonl') return `${JSON.stringify(entry).replace(unseen, jsonEscape)}\n`;
  const cells = columns.map((column) => {
    const value: unknown = column === 'at' ? new Date(entry.at).toISOString() : entry[column];
    return csvCell(typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value));
  });
  return `${cells.join(',')}\r\n`;
}

/**
 * RFC 4180 quoting. A text that a spreadsheet would run as a formula gets an apostrophe before it; control and
 * bidirectional characters are written out, so that no viewer acts on them.
 */
export function csvCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = neutral(value);
  const safe = /^[\s\uFEFF]*[=+\-@＝＋－＠\t\r]/.test(value) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}

/** Control (C0 but tab and line breaks, C1), bidirectional and tag characters. */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069\u{E0000}-\u{E007F}]/gu;

/** Written out as `\u{…}`; lone surrogates become U+FFFD. */
const neutral = (text: string): string =>
  text.toWellFormed().replace(unseen, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

/** JSON's own way of writing a character, one escape per UTF-16 unit. */
const jsonEscape = (character: string): string =>
  character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
