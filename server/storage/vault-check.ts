import type { Kysely } from 'kysely';
import type { VaultCheck } from '../platform/vault.ts';
import type { Tables } from './tables.ts';

/** The vault's check value, in the same database as what it protects. */
export function createVaultCheck(db: Kysely<Tables>): VaultCheck {
  return {
    async read() {
      const row = await db.selectFrom('vault_check').select('sealed').where('id', '=', 1).executeTakeFirst();
      return row?.sealed;
    },
    async write(sealed, { onlyFirst }) {
      await db
        .insertInto('vault_check')
        .values({ id: 1, sealed })
        .onConflict((oc) => (onlyFirst ? oc.doNothing() : oc.column('id').doUpdateSet({ sealed })))
        .execute();
    },
  };
}
