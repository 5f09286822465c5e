// Orders what full text found: a tool whose whole name the request accounts for, on a connector about its subject, first.
import { wordsOf } from './words.ts';

/** A tool that full text found. */
export interface Candidate {
  id: string;
  /** Its name, already split into words. */
  name: string;
  server: string;
  /** Of full text, higher is better. */
  score: number;
}

/** Beside full text's 1 at most; chosen by measuring, see bench/tool-search-adapter.ts. */
const weightOfName = 0.3;
const weightOfServer = 0.2;

/** Words that so many names begin with that a request need not say them. */
const impliedInNames = new Set(['fetch', 'get', 'list']);

/**
 * Ids, best first.
 * @param words of the request, lower case
 * @param serverScores how well each connector as a whole fits, higher is better
 */
export function bestFits(
  words: string[],
  candidates: Candidate[],
  serverScores: Map<string, number>,
): string[] {
  const requested = new Set(words.map(root));
  const best = Math.max(Number.MIN_VALUE, ...candidates.map(({ score }) => score));
  const bestServer = Math.max(Number.MIN_VALUE, ...serverScores.values());
  return candidates
    .map((candidate) => ({
      id: candidate.id,
      fit:
        candidate.score / best +
        weightOfName * shareOfName(candidate.name, requested) +
        (weightOfServer * (serverScores.get(candidate.server) ?? 0)) / bestServer,
    }))
    .sort((a, b) => b.fit - a.fit)
    .map(({ id }) => id);
}

/** 0 to 1: how much of the tool's own name the request asks for. */
function shareOfName(name: string, requested: Set<string>): number {
  const words = wordsOf(name);
  const asked = words.filter((word) => impliedInNames.has(word) || requested.has(root(word)));
  return words.length === 0 ? 0 : asked.length / words.length;
}

/** "ships", "shipping" and "shipped" are near enough to "ship" when two short names are compared. */
const root = (word: string): string => word.replace(/(?<=\p{L}{3})(?:ing|ies|es|s|ed|e|y)$/u, '');
