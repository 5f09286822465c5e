// Single-use links that sign a person in. Only a digest is kept.
import { createHash, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../platform/clock.ts';
import type { Tables } from '../storage/tables.ts';

const lifetimeMilliseconds = 24 * 3_600_000;

export interface LinkDeps {
  db: Kysely<Tables>;
  clock: Clock;
}

const digestOf = (link: string): string => createHash('sha256').update(link).digest('hex');

/** Makes a link for a person; the ones made before stop working. The answer is the only time it is known. */
export async function createSignInLink(deps: LinkDeps, personId: string): Promise<string> {
  const link = randomBytes(32).toString('base64url');
  const now = deps.clock.now();
  await dropSignInLinks(deps, personId);
  await deps.db
    .insertInto('sign_in_link')
    .values({
      digest: digestOf(link),
      person_id: personId,
      created_at: now,
      expires_at: now + lifetimeMilliseconds,
    })
    .execute();
  return link;
}

/** Uses a link up: of many at once exactly one gets the person, the others `undefined`. */
export async function useSignInLink(deps: LinkDeps, link: string): Promise<string | undefined> {
  const now = deps.clock.now();
  const row = await deps.db
    .updateTable('sign_in_link')
    .set({ used_at: now })
    .where('digest', '=', digestOf(link))
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning('person_id')
    .executeTakeFirst();
  return row?.person_id;
}

/** Ends what was not used yet: a person with a password or passkey needs no link. */
export async function dropSignInLinks(deps: LinkDeps, personId: string): Promise<void> {
  await deps.db.deleteFrom('sign_in_link').where('person_id', '=', personId).execute();
}
