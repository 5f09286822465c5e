// How names and sentences become words to search for: `createIssue2` is found by "create issue".

/** Words that stand in every request and tell nothing of the tool. */
const stopWords = new Set(
  (
    'a about all also am an and any are as at be been being but by can could did do does doing each either else etc ' +
    'every for from get give had has have he help her here him his how i if in into is it its just let like may me ' +
    'might mine more most must my need needs no nor not of on only or other our ours over own please shall she should ' +
    'show so some such tell than that the their theirs them then there these they this those to too under us use used ' +
    'using very via want was we were what when where which who whom whose why will with without would you your yours'
  ).split(' '),
);

/** Puts spaces where a name is joined: camel case, digits, `_ - . / : @`. */
export function splitNames(text: string): string {
  return text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .replace(/(\p{L})(\d)/gu, '$1 $2')
    .replace(/(\d)(\p{L})/gu, '$1 $2')
    .replace(/[_\-./:@]+/g, ' ');
}

/** The words of a text already split, lower case. */
export const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** The distinct words of a request worth searching for, at most `most`. */
export function searchWords(text: string, most = 64): string[] {
  const words = new Set<string>();
  for (const word of wordsOf(splitNames(text.slice(0, 8_000)))) {
    if (!stopWords.has(word)) words.add(word);
    if (words.size >= most) break;
  }
  return [...words];
}
