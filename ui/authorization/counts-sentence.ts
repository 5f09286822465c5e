// What a connected server offers, counted in words, with a reason where there is nothing.
import type { Connector } from '#shared/contract/connectors.ts';
import { plural } from '../components/format.ts';

/** `14 tools, 3 resources and 1 prompt`. */
export function countsSentence(counts: NonNullable<Connector['counts']>): string {
  return `${plural(counts.tools, 'tool')}, ${plural(counts.resources + counts.resourceTemplates, 'resource')} and ${plural(counts.prompts, 'prompt')}`;
}

/** Why a count is 0: the server listed none. Empty when there is something of everything. */
export function reasonsOfNone({ name, counts }: Pick<Connector, 'name' | 'counts'>): string {
  if (!counts) return '';
  const none = [
    counts.tools === 0 && 'tools',
    counts.resources + counts.resourceTemplates === 0 && 'resources',
    counts.prompts === 0 && 'prompts',
  ].filter(Boolean);
  return none.length === 0 ? '' : `${name} itself listed no ${none.join(' and no ')} for this account.`;
}
