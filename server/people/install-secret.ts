// Secrets of the installation itself, such as the one that signs session cookies.
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { AppError } from '#shared/app-error.ts';
import type { Clock } from '../platform/clock.ts';
import { Secret } from '../platform/secret.ts';
import type { Vault } from '../platform/vault.ts';
import type { Tables } from '../storage/tables.ts';

/**
 * A secret of the installation, made once and the same on every replica: a row in the database that only
 * the key outside it opens, so that a stolen database signs nobody in. Throws `install_secret_weak` for one that
 * is empty or short, and `vault_cannot_open` for one that was written past the vault.
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
  const secret = deps.vault.open(row.sealed, place);
  if (secret.reveal().length < shortest) throw weakSecret(name);
  return secret;
}

/** Characters of base64url: 32 bytes. */
const shortest = 43;

const weakSecret = (name: string): AppError =>
  new AppError({
    code: 'install_secret_weak',
    status: 500,
    message: `The secret ${JSON.stringify(name)} of this installation is empty or too short to protect anything.`,
    fix: `Delete its row from the table install_secret; Causeway makes a new one at the next start, and everybody signs in again.`,
  });
