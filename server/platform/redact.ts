// Takes secrets out of what is written down: by the name of the field, and by the shape of the value.
import { Secret } from './secret.ts';

export interface RedactCaps {
  /** Characters kept of one text. */
  text: number;
  depth: number;
  /** Fields or elements kept of one object or list. */
  items: number;
  /** Characters of all texts and names together. */
  total: number;
}

const defaultCaps: RedactCaps = { text: 4_000, depth: 12, items: 200, total: 32_000 };

const secretName =
  /(^|[a-z])(authorization|cookie|password|passwd|passphrase|secret|apikey|accesskey|privatekey|credentials?|token|codeverifier|clientassertion|bearer)$/;
/** Ends like a secret, is none: how many tokens a model used, where a list goes on. */
const harmlessName =
  /^(max|min|num|total|input|output|prompt|completion)?tokens?(count)?$|^(next)?page ?token$|^progresstoken$/;

const isSecretName = remembered((name: string): boolean => {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  return secretName.test(plain) && (plain === 'token' || !harmlessName.test(plain));
});

const cleanName = remembered(redactText);

/** Names of fields come again and again; short ones that say nothing secret are judged once. */
function remembered<Said>(say: (name: string) => Said): (name: string) => Said {
  const known = new Map<string, Said>();
  return (name) => {
    let said = known.get(name);
    if (said === undefined) {
      said = say(name);
      if (name.length > 64 || redactText(name) !== name) return said;
      if (known.size >= 1_000) known.clear();
      known.set(name, said);
    }
    return said;
  };
}

const secretQuery =
  'access_token|refresh_token|id_token|token|api[-_]?key|key|code|state|client_secret|secret|password|passwd|pwd|sig|signature|assertion|code_verifier|x-amz-[a-z-]+';

const shapes: [RegExp, string][] = [
  [
    /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[^-]{0,20000}(-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
    '[redacted]',
  ],
  [/\b(bearer|basic|dpop)(\s{1,4}|%20)[A-Za-z0-9._~+/=-]{6,}/gi, '$1 [redacted]'],
  [/\beyJ[A-Za-z0-9_-]{5,}\.[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*){0,3}/g, '[redacted]'],
  [/\bcwy_[A-Za-z0-9_-]{8,}/g, 'cwy_[redacted]'],
  [/\b(sk|pk|rk)-[A-Za-z0-9_-]{16,}/g, '$1-[redacted]'],
  [/\b(gh[opsur]_|github_pat_|glpat-|xox[abeprs]-|AIza|ya29\.|npm_)[A-Za-z0-9_.-]{10,}/g, '$1[redacted]'],
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, '$1[redacted]'],
  [/(:\/\/)[^\s/?#@"'<>]{1,300}@/g, '$1[redacted]@'],
  [new RegExp(`([?&#;](?:${secretQuery})=)[^&#\\s"'<>]+`, 'gi'), '$1[redacted]'],
  [/\b(set-cookie|cookie)(["']?\s{0,4}[:=]\s{0,4}["']?)[^"'\r\n]+/gi, '$1$2[redacted]'],
  [
    /(["']?\b(?:client[-_]?secret|api[-_]?key|access[-_]?token|refresh[-_]?token|id[-_]?token|password|passwd|code[-_]?verifier)["']?\s{0,4}[:=]\s{0,4}["']?)[^\s"'&,;}]+/gi,
    '$1[redacted]',
  ],
];

/** Every shape needs one of these; most texts have none, and one look costs less than eleven. */
const suspicious =
  /bearer|basic|dpop|eyJ|cwy_|[spr]k-|gh[opsur]_|github_pat_|glpat-|xox|AIza|ya29|npm_|AKIA|ASIA|-----BEGIN|:\/\/|[?&#;]|cookie|secret|key|token|passw|verifier/i;

/** One text with everything that looks like a secret replaced. Time is linear in its length. */
export function redactText(text: string): string {
  if (!suspicious.test(text)) return text;
  let clean = text;
  for (const [shape, replacement] of shapes) clean = clean.replace(shape, replacement);
  return clean;
}

/**
 * A copy of `value`, plain JSON, without secrets and within caps; what was cut says so. For logs and for the
 * arguments kept in Activity. Never throws, whatever it is given.
 */
export function redact(value: unknown, caps: Partial<RedactCaps> = {}): unknown {
  const limits = { ...defaultCaps, ...caps };
  let left = limits.total;
  const seen = new Set<object>();

  const text = (raw: string): string => {
    const room = Math.max(0, Math.min(limits.text, left));
    // Cut after cleaning, on a longer piece, so that a secret across the cut is still seen whole.
    const clean = redactText(raw.slice(0, room + 2_000));
    left -= Math.min(clean.length, room);
    const rest = raw.length - room;
    return clean.length <= room && rest <= 0
      ? clean
      : `${clean.slice(0, room)}… [${Math.max(rest, 0)} more characters]`;
  };

  const visit = (inner: unknown, depth: number, hidden: boolean): unknown => {
    if (inner instanceof Secret) return '[secret]';
    if (typeof inner === 'string') return hidden ? '[redacted]' : text(inner);
    if (typeof inner === 'number' || typeof inner === 'boolean' || inner === null) return inner;
    if (typeof inner === 'bigint') return String(inner);
    if (typeof inner !== 'object') return undefined;
    if (hidden) return '[redacted]';
    if (depth >= limits.depth) return '[too deep]';
    if (left <= 0) return '[cut]';
    if (seen.has(inner)) return '[circular]';
    seen.add(inner);
    try {
      return visitObject(inner, depth);
    } catch {
      return '[unreadable]';
    } finally {
      seen.delete(inner);
    }
  };

  const visitObject = (inner: object, depth: number): unknown => {
    if (inner instanceof Error) return visit(describeError(inner), depth, false);
    if (ArrayBuffer.isView(inner)) return `[${inner.byteLength} bytes]`;
    if (inner instanceof URL || inner instanceof Date) return text(String(inner));
    if (Array.isArray(inner)) {
      const kept = inner.slice(0, limits.items).map((item) => visit(item, depth + 1, false));
      return inner.length > limits.items ? [...kept, `[${inner.length - limits.items} more]`] : kept;
    }
    const entries = inner instanceof Headers || inner instanceof Map ? [...inner] : Object.entries(inner);
    const result: [string, unknown][] = [];
    for (const [name, item] of entries.slice(0, limits.items)) {
      left -= String(name).length;
      result.push([cleanName(String(name)), visit(item, depth + 1, isSecretName(String(name)))]);
    }
    if (entries.length > limits.items) result.push(['…', `${entries.length - limits.items} more`]);
    return Object.fromEntries(result);
  };

  return visit(value, 0, false);
}

function describeError(error: Error): Record<string, unknown> {
  const { name, message, stack, cause, ...rest } = error as Error & Record<string, unknown>;
  return { name, message, ...rest, stack, ...(cause === undefined ? {} : { cause }) };
}
