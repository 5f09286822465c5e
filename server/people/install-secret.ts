import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../platform/clock.ts';
import { Secret } from '../platform/secret.ts';
import type { Vault } from '../platform/vault.ts';
import type { Tables } from '../storage/tables.ts';

/**
 * A secret of the installation, made once and the same on every replica: a row in the database that only
 * the key outside it opens, so that a stolen database signs nobody in.
 */
export async function installSecret(
  deps: { db: Kysely<Tables>; vault: Vault; clock: Clock },
  name: string,
): Promise<Secret> {
  const place = { table: 'install_secret', field: 'sealed', personId: 'installation', accountId: name };
  await deps.db
    .insertInto('install_secret')
    .values({
      name,
      sealed: deps.vault.seal(new Secret(randomBytes(48).toString('base64url')), place),
      created_at: deps.clock.now(),
    })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await deps.db
    .selectFrom('install_secret')
    .select('sealed')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return deps.vault.open(row.sealed, place);
}
