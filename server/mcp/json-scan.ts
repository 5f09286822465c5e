// One pass over a JSON text that finds where the members of its object stand, so that a large result can be
// passed on as the text it is. Accepts exactly what JSON.parse accepts (RFC 8259), less what is too deep,
// and refuses a key twice where two readers could read it differently.

export interface Span {
  start: number;
  end: number;
}

export interface ScanOptions {
  /** Objects and arrays inside each other; more is refused. */
  maxDepth: number;
  /** Also note the members of the member with this name, if it is an object. */
  inside?: string;
  /** Refuse a key twice at any depth, not only in the objects whose members are noted. */
  uniqueKeys?: boolean;
}

export type ScanResult =
  | { ok: true; members: Map<string, Span>; inner: Map<string, Span> | undefined }
  | { ok: false; reason: 'not-json' | 'not-object' | 'too-deep' | 'key-twice' };

type Fault = Exclude<ScanResult, { ok: true }>['reason'];

class ScanFault extends Error {
  readonly reason: Fault;
  constructor(reason: Fault) {
    super(reason);
    this.reason = reason;
  }
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them inside strings.
const plain = /[^"\\\u0000-\u001f]*/y;
const hex = /[0-9a-fA-F]{4}/y;

/** Scans `text`, which must be one JSON object. Time is linear in its length; nothing is built but spans. */
export function scanObject(text: string, options: ScanOptions): ScanResult {
  try {
    return scan(text, options);
  } catch (fault) {
    if (fault instanceof ScanFault) return { ok: false, reason: fault.reason };
    throw fault;
  }
}

const afterSpace = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return at;
    at++;
  }
};

/** `from` is behind the opening quote; answers the place behind the closing one. */
function afterString(text: string, from: number): number {
  let at = from;
  // Most strings are short: a loop beats starting the expression, which in turn beats it on long ones.
  for (let loops = 0; ; loops++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (code === backslash) {
      at = afterEscape(text, at + 1);
    } else if (code >= 0x20) {
      at++;
      if (loops > 64) {
        plain.lastIndex = at;
        plain.test(text);
        at = plain.lastIndex;
      }
    } else {
      // A control character, or NaN, which the end of the text gives.
      throw new ScanFault('not-json');
    }
  }
}

function afterEscape(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 0x75) {
    hex.lastIndex = at + 1;
    if (!hex.test(text)) throw new ScanFault('not-json');
    return at + 5;
  }
  // " \ / b f n r t
  const known =
    code === 0x22 ||
    code === 0x5c ||
    code === 0x2f ||
    code === 0x62 ||
    code === 0x66 ||
    code === 0x6e ||
    code === 0x72 ||
    code === 0x74;
  if (!known) throw new ScanFault('not-json');
  return at + 1;
}

function afterScalar(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === quote) return afterString(text, at + 1);
  if (code === 0x74 && text.startsWith('true', at)) return at + 4;
  if (code === 0x66 && text.startsWith('false', at)) return at + 5;
  if (code === 0x6e && text.startsWith('null', at)) return at + 4;
  number.lastIndex = at;
  if (!number.test(text)) throw new ScanFault('not-json');
  return number.lastIndex;
}

interface Level {
  object: boolean;
  /** Keys seen, where keys matter. */
  keys: Map<string, Span> | undefined;
  key: string;
  valueStart: number;
}

function scan(text: string, options: ScanOptions): ScanResult {
  const levels: Level[] = [];
  let members: Map<string, Span> | undefined;
  let inner: Map<string, Span> | undefined;
  let at = afterSpace(text, 0);
  if (text.charCodeAt(at) !== openBrace) {
    // Only an object is of use; say so even when the text is another valid JSON value.
    throw new ScanFault('not-object');
  }

  const open = (object: boolean): void => {
    if (levels.length >= options.maxDepth) throw new ScanFault('too-deep');
    const parent = levels[levels.length - 1];
    const first = object && parent === undefined;
    const second = object && levels.length === 1 && parent?.object === true && parent.key === options.inside;
    const keys = first || second || (object && options.uniqueKeys) ? new Map<string, Span>() : undefined;
    if (first) members = keys;
    if (second) inner = keys;
    levels.push({ object, keys, key: '', valueStart: 0 });
  };
  const readKey = (level: Level): void => {
    at = afterSpace(text, at);
    if (text.charCodeAt(at) !== quote) throw new ScanFault('not-json');
    const end = afterString(text, at + 1);
    if (level.keys) {
      const raw = text.slice(at + 1, end - 1);
      level.key = raw.includes('\\') ? (JSON.parse(text.slice(at, end)) as string) : raw;
      if (level.keys.has(level.key)) throw new ScanFault('key-twice');
    }
    at = afterSpace(text, end);
    if (text.charCodeAt(at) !== colon) throw new ScanFault('not-json');
    at = afterSpace(text, at + 1);
    level.valueStart = at;
  };
  /** Closes what ends at `at`; true when the outermost object has ended. */
  const afterValue = (): boolean => {
    for (;;) {
      const level = levels[levels.length - 1];
      if (!level) return true;
      level.keys?.set(level.key, { start: level.valueStart, end: at });
      at = afterSpace(text, at);
      const code = text.charCodeAt(at);
      at++;
      if (code === comma) {
        if (level.object) readKey(level);
        else at = afterSpace(text, at);
        return false;
      }
      if (code !== (level.object ? closeBrace : closeBracket)) throw new ScanFault('not-json');
      levels.pop();
    }
  };

  for (;;) {
    const code = text.charCodeAt(at);
    if (code === openBrace || code === openBracket) {
      const object = code === openBrace;
      open(object);
      at = afterSpace(text, at + 1);
      if (text.charCodeAt(at) !== (object ? closeBrace : closeBracket)) {
        const level = levels[levels.length - 1];
        if (object && level) readKey(level);
        continue;
      }
      levels.pop();
      at++;
    } else {
      at = afterScalar(text, at);
    }
    if (afterValue()) break;
  }
  if (afterSpace(text, at) !== text.length) throw new ScanFault('not-json');
  return { ok: true, members: members ?? new Map(), inner };
}

/** True when `text` is a JSON object in which no object has a key twice, so that every reader reads the same. */
export const readsOneWay = (text: string, maxDepth: number): boolean =>
  scanObject(text, { maxDepth, uniqueKeys: true }).ok;
