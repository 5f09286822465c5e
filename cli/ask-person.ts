// A question of a server in the middle of a call: asked on a terminal, declined without one.
import { createInterface } from 'node:readline/promises';
import type { z } from 'zod';
import type { elicitation, elicitationAnswer } from '#shared/contract/calls.ts';
import { printable } from './render-result.ts';
import type { Session } from './session.ts';

type Question = z.output<typeof elicitation>;
type Answer = z.output<typeof elicitationAnswer>;

interface Field {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: string[];
  oneOf?: { const: string; title?: string }[];
  items?: { enum?: string[]; anyOf?: { const: string; title?: string }[] };
}

/** Asks the person who sits at the terminal; anything else than an answer declines. */
export async function askPerson(session: Session, server: string, question: Question): Promise<Answer> {
  const { stdin, stderr, interrupted } = session.surroundings;
  session.out.note(`${server} asks: ${printable(question.message)}`);
  if (!stdin.isTTY) {
    session.out.note(
      'Declined: there is no terminal to answer on. Run it in a terminal, or from the web app.',
    );
    return { action: 'decline' };
  }
  const lines = createInterface({ input: stdin, output: stderr });
  const ask = (words: string): Promise<string> => lines.question(words, { signal: interrupted });
  try {
    return question.mode === 'url'
      ? await askToOpen(session, question, ask)
      : await askForm(session, question, ask);
  } catch (problem) {
    if (interrupted.aborted) return { action: 'cancel' };
    throw problem;
  } finally {
    lines.close();
  }
}

async function askToOpen(
  { out }: Session,
  question: Question,
  ask: (words: string) => Promise<string>,
): Promise<Answer> {
  const url = URL.parse(question.url ?? '');
  if (!url || !/^https?:$/.test(url.protocol)) {
    out.note('Declined: the server gave no address that can be opened.');
    return { action: 'decline' };
  }
  out.note(`It wants you to open a page on ${url.host}. Causeway did not look at it:`);
  out.note(`  ${url.href}`);
  if (url.hostname.includes('xn--'))
    out.note('  Careful: this host name is written with look-alike letters (punycode).');
  const reply = await ask('Open it yourself, then press Enter; or type "no" to decline: ');
  return { action: /^n/i.test(reply.trim()) ? 'decline' : 'accept' };
}

async function askForm(
  { out }: Session,
  question: Question,
  ask: (words: string) => Promise<string>,
): Promise<Answer> {
  const properties = (question.requestedSchema?.properties ?? {}) as Record<string, Field>;
  const required = new Set((question.requestedSchema?.required ?? []) as string[]);
  out.note('Enter alone takes the value in brackets, or leaves an optional field out. "/decline" declines.');
  const content: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(properties)) {
    for (;;) {
      const reply = (await ask(promptFor(name, field, required.has(name)))).trim();
      if (reply === '/decline') return { action: 'decline' };
      const value = reply === '' ? field.default : valueFrom(field, reply);
      if (value === undefined && (required.has(name) || reply !== '')) {
        out.note('  That does not fit.');
        continue;
      }
      if (value !== undefined) content[name] = value;
      break;
    }
  }
  return { action: 'accept', content };
}

const choicesOf = (field: Field): string[] =>
  field.enum ??
  field.oneOf?.map(({ const: value }) => value) ??
  field.items?.enum ??
  field.items?.anyOf?.map(({ const: value }) => value) ??
  (field.type === 'boolean' ? ['yes', 'no'] : []);

function promptFor(name: string, field: Field, isRequired: boolean): string {
  const choices = choicesOf(field);
  const several = field.type === 'array' ? ', separated by commas' : '';
  const hints = [
    choices.length > 0 ? ` (${choices.join(' | ')}${several})` : '',
    field.default === undefined ? '' : ` [${String(field.default)}]`,
    isRequired ? '' : ' (optional)',
  ];
  return `  ${printable(field.title ?? name)}${printable(hints.join(''))}: `;
}

/** The text as the field's type; `undefined` when it cannot be one. */
export function valueFrom(field: Field, text: string): unknown {
  const choices = choicesOf(field);
  if (field.type === 'boolean')
    return /^y(es)?$|^true$/i.test(text) ? true : /^no?$|^false$/i.test(text) ? false : undefined;
  if (field.type === 'integer' || field.type === 'number') {
    const number = Number(text);
    return Number.isFinite(number) && (field.type === 'number' || Number.isInteger(number))
      ? number
      : undefined;
  }
  if (field.type === 'array') {
    const values = text.split(',').map((value) => value.trim());
    return values.every((value) => choices.length === 0 || choices.includes(value)) ? values : undefined;
  }
  return choices.length === 0 || choices.includes(text) ? text : undefined;
}
