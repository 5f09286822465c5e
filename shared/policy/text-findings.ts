// What in a server's text deserves a second look before a person accepts it: characters that cannot be seen or
// look like others, and sentences that speak to a model instead of describing. Findings never decide by themselves.

export type TextFinding =
  | { kind: 'invisible'; characters: string[] }
  | { kind: 'confusable'; words: string[] }
  | { kind: 'instruction-like'; quotes: string[] }
  | { kind: 'control'; characters: string[] };

/** Zero-width, bidirectional, tag and variation characters, fillers: they change what is read and are not seen. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\uFFF9-\uFFFB]/gu;
/** C0 but tab and line ends, DEL, C1 (ANSI and OSC sequences begin with them), lone surrogates. */
const control = /(?![\t\n\r])\p{Cc}|\p{Cs}/gu;
const emojiSelector = /\p{Extended_Pictographic}\uFE0F/gu;

/** Words that mix Latin letters with look-alikes of other scripts. */
const mixedWord = /[\p{L}\p{N}_-]+/gu;
const latin = /\p{Script=Latin}/u;
const lookAlike =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]|[\uFF01-\uFF5E]|[\u{1D400}-\u{1D7FF}]/u;

const instructionLike = [
  /\b(ignore|disregard|forget|override)\b[^.\n]{0,40}\b(previous|prior|above|earlier|other|all|system)\b[^.\n]{0,40}\b(instructions?|prompts?|rules?|messages?)\b/i,
  /\b(do not|don't|never)\b[^.\n]{0,30}\b(tell|mention|inform|show|reveal|notify)\b[^.\n]{0,30}\b(user|person|human|anyone)\b/i,
  /\b(before|after|instead of|prior to)\b[^.\n]{0,30}\b(using|calling|invoking|running)\b[^.\n]{0,40}\b(this|any|other|another)\b[^.\n]{0,20}\btools?\b[^.\n]{0,60}\b(must|always|first|read|send|include)\b/i,
  /\byou (must|should|have to|are required to)\b[^.\n]{0,60}\b(read|send|include|call|pass|append|forward|upload)\b/i,
  /<\s*\/?\s*(important|system|instructions?|secret|assistant|tool_result|hidden)\b[^>]*>|<\|[a-z_]+\|>/i,
  /\b(system|assistant|developer)\s*:\s*\S/i,
  /(~\/\.|\/etc\/|\.ssh\b|id_rsa|\.env\b|mcp\.json|credentials?\.json)/i,
];

/** Everything that stands out in one text; empty when nothing does. */
export function findingsIn(text: string): TextFinding[] {
  const findings: TextFinding[] = [];
  const hidden = unique(text.replace(emojiSelector, '').match(invisible));
  if (hidden.length > 0) findings.push({ kind: 'invisible', characters: hidden.map(codePoint) });
  const controls = unique(text.match(control));
  if (controls.length > 0) findings.push({ kind: 'control', characters: controls.map(codePoint) });
  const words = unique(text.match(mixedWord)).filter((word) => latin.test(word) && lookAlike.test(word));
  if (words.length > 0) findings.push({ kind: 'confusable', words: words.slice(0, 20) });
  const quotes = instructionLike
    .map((pattern) => pattern.exec(text)?.[0])
    .filter((quote) => quote !== undefined);
  if (quotes.length > 0)
    findings.push({ kind: 'instruction-like', quotes: quotes.map((quote) => quote.slice(0, 200)) });
  return findings;
}

const unique = (found: RegExpMatchArray | null): string[] => [...new Set(found ?? [])];

/** `U+200B`. */
export const codePoint = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/** The text with every character that cannot be seen written out as `⟦U+200B⟧`, so that a person sees all that a model gets. */
export const withHiddenShown = (text: string): string =>
  text
    .replace(invisible, (character) => `⟦${codePoint(character)}⟧`)
    .replace(control, (character) => `⟦${codePoint(character)}⟧`);

/** Names of tools and prompts as MCP 2026-07-28, server/tools, wants them. Others are held until a person has looked. */
export const isPlainName = (name: string): boolean => /^[A-Za-z0-9_.\-/]{1,128}$/.test(name);

/** True when a text holds what a person cannot see or would take for something else. */
export const deceives = (text: string): boolean =>
  findingsIn(text).some((finding) => finding.kind !== 'instruction-like');

/** All texts of a definition, keys of objects included. */
export function textsOf(value: unknown, found: string[] = [], depth = 0): string[] {
  if (typeof value === 'string') found.push(value);
  else if (depth < 40 && Array.isArray(value)) for (const one of value) textsOf(one, found, depth + 1);
  else if (depth < 40 && value !== null && typeof value === 'object')
    for (const [key, inner] of Object.entries(value)) {
      found.push(key);
      textsOf(inner, found, depth + 1);
    }
  return found;
}
