import type { Secret } from './secret.ts';

/** Where a secret lives; bound into the ciphertext (AAD), so that it opens nowhere else. */
export interface SealContext {
  table: string;
  field: string;
  personId: string;
  /** Account, or the row the secret belongs to. */
  accountId: string;
}

export interface Vault {
  /** AES-256-GCM, text form `v1:<key id>:<nonce>:<tag>:<ciphertext>`. */
  seal(secret: Secret, context: SealContext): string;
  /** Throws `vault_cannot_open` (one constant error) for a wrong context, key or altered text. */
  open(sealed: string, context: SealContext): Secret;
}
