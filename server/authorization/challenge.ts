// Reads `WWW-Authenticate` (RFC 9110 §11.6.1): all schemes in it, in one pass, bounded.

export interface Challenge {
  /** Lower case. */
  scheme: string;
  /** Names in lower case. */
  parameters: Record<string, string>;
}

export type ChallengeReading =
  | { state: 'none' }
  | { state: 'read'; challenges: Challenge[]; bearer: Challenge | undefined }
  | { state: 'not-readable'; why: string };

const longest = 8192;
const mostParameters = 64;
const mostChallenges = 16;
const token = /[!#$%&'*+\-.^_`|~0-9A-Za-z]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"/y;
const token68 = /[A-Za-z0-9\-._~+/]+=*/y;

/**
 * Several headers arrive joined by commas. A header over 8 KB, a parameter given twice with different values in
 * one challenge, or two different Bearer challenges are not readable: a guess could send the browser elsewhere.
 */
export function readChallenges(header: string | null): ChallengeReading {
  if (header === null || header.trim() === '') return { state: 'none' };
  if (header.length > longest)
    return { state: 'not-readable', why: `it is ${header.length} characters long` };
  const challenges = parse(header);
  if (typeof challenges === 'string') return { state: 'not-readable', why: challenges };
  const ours = challenges.filter(({ scheme }) => scheme === 'bearer' || scheme === 'dpop');
  const places = new Set(ours.map(({ parameters }) => parameters.resource_metadata).filter(Boolean));
  if (places.size > 1) return { state: 'not-readable', why: 'it names several resource metadata documents' };
  const bearer = ours.find(({ parameters }) => parameters.resource_metadata) ?? ours[0];
  return { state: 'read', challenges, bearer };
}

function parse(header: string): Challenge[] | string {
  const challenges: Challenge[] = [];
  let at = 0;
  let parameters = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(header);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const skip = (pattern: RegExp) => match(pattern);
  while (at < header.length) {
    skip(/[\s,]*/y);
    if (at >= header.length) break;
    const name = match(token)?.[0];
    if (name === undefined) return `it has an unexpected character at position ${at}`;
    const afterName = at;
    skip(/\s*/y);
    const current = challenges.at(-1);
    if (header[at] === '=' && current) {
      at += 1;
      skip(/\s*/y);
      const value = match(quoted)?.[1]?.replace(/\\(.)/g, '$1') ?? match(token)?.[0] ?? match(token68)?.[0];
      if (value === undefined) return `the value of ${name.slice(0, 40)} is broken`;
      const key = name.toLowerCase();
      if (Object.hasOwn(current.parameters, key) && current.parameters[key] !== value)
        return `${key.slice(0, 40)} is given twice`;
      current.parameters[key] = value;
      parameters += 1;
      if (parameters > mostParameters) return `it has more than ${mostParameters} parameters`;
      continue;
    }
    if (challenges.length >= mostChallenges) return `it has more than ${mostChallenges} challenges`;
    challenges.push({
      scheme: name.toLowerCase(),
      parameters: Object.create(null) as Record<string, string>,
    });
    if (
      at > afterName &&
      !/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+\s*=\s*(?:"|[^\s=,])/.test(header.slice(at, at + 256))
    )
      skip(token68);
  }
  return challenges;
}
