// The chain of the record: every beginning and every end is one link, whose hash covers the link before it.
import { hash } from 'node:crypto';
import type { ActivityTables } from '../storage/tables/activity.ts';

/** Hash before the first link. */
export const genesis = '0'.repeat(64);

/** The beginning of an entry as it is stored, without its place in the chain and without its end. */
export type Beginning = Omit<
  ActivityTables['activity'],
  'sequence' | 'started' | 'hash' | 'end_sequence' | 'end_hash' | 'ended_at' | 'end_details'
>;

export interface Ending {
  id: string;
  ended_at: number;
  outcome: string;
  milliseconds: number | null;
  end_details: string;
}

export type Link = { kind: 'begin'; row: Beginning } | { kind: 'end'; row: Ending };

/** Where the chain ends: the position and hash of its last link. */
export interface ChainHead {
  sequence: number;
  hash: string;
}

/** The text that is hashed; stored values in a fixed order, so that it can be made again from the row. */
export function contentOf(link: Link): string {
  const { row } = link;
  if (link.kind === 'end') {
    const end = link.row;
    return JSON.stringify(['end', end.id, end.ended_at, end.outcome, end.milliseconds, end.end_details]);
  }
  const begin = row as Beginning;
  return JSON.stringify([
    'begin',
    begin.id,
    begin.at,
    begin.person_id,
    begin.project_id,
    begin.kind,
    begin.door,
    begin.client,
    begin.connector_id,
    begin.account_id,
    begin.subject,
    begin.arguments_digest,
    begin.outcome,
    begin.milliseconds,
    begin.details,
    begin.writer,
  ]);
}

/** SHA-256, hex, over the position, the hash before and the content. */
export function linkHash(sequence: number, before: string, link: Link): string {
  return hash('sha256', `${sequence}\n${before}\n${contentOf(link)}`);
}

/** The links with their places after `head`, in order. */
export function chain(
  head: ChainHead,
  links: Link[],
): { head: ChainHead; placed: { link: Link; sequence: number; hash: string }[] } {
  let { sequence, hash: last } = head;
  const placed = links.map((link) => {
    sequence += 1;
    last = linkHash(sequence, last, link);
    return { link, sequence, hash: last };
  });
  return { head: { sequence, hash: last }, placed };
}
