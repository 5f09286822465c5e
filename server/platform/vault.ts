import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Secret } from './secret.ts';
import { vaultErrors } from './vault-errors.ts';
import { makeVaultKey, readVaultKeys, type VaultKey, writeVaultKeys } from './vault-keys.ts';

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
  /** The same secret under the newest key; undefined when it is sealed by it already. */
  reseal(sealed: string, context: SealContext): string | undefined;
}

/** One sealed value kept in the database: it says whether there is data, and whether a key belongs to it. */
export interface VaultCheck {
  read(): Promise<string | undefined>;
  /** Stores the value; with `onlyFirst` an existing one wins. */
  write(sealed: string, options: { onlyFirst: boolean }): Promise<void>;
}

const checkContext: SealContext = { table: 'vault_check', field: 'sealed', personId: '', accountId: '' };

/**
 * Opens the vault with the keys in `keyFile` (mode 0600), or makes the first key for an empty database.
 * Throws `vault_key_missing`, `vault_key_unreadable`, `vault_key_exposed` or `vault_key_wrong`, and then
 * has changed nothing.
 */
export async function openVault(deps: { keyFile: string; check: VaultCheck }): Promise<Vault> {
  const { keyFile, check } = deps;
  const kept = await check.read();
  let keys = readVaultKeys(keyFile);
  if (!keys) {
    if (kept !== undefined) throw vaultErrors.keyMissing(keyFile);
    keys = [makeVaultKey()];
    writeVaultKeys(keyFile, keys, true);
  }
  const vault = createVault(keys, () => readVaultKeys(keyFile) ?? []);
  if (kept === undefined) {
    await check.write(vault.seal(new Secret('causeway'), checkContext), { onlyFirst: true });
  }
  const sealed = await check.read();
  if (sealed === undefined || !opens(vault, sealed)) throw vaultErrors.keyWrong(keyFile);
  const renewed = vault.reseal(sealed, checkContext);
  if (renewed !== undefined) await check.write(renewed, { onlyFirst: false });
  return vault;
}

function opens(vault: Vault, sealed: string): boolean {
  try {
    return vault.open(sealed, checkContext).reveal() === 'causeway';
  } catch {
    return false;
  }
}

/** A vault on keys in memory, the last of which seals; `reread` is asked when a text names a key not among them. */
export function createVault(keys: VaultKey[], reread: () => VaultKey[] = () => []): Vault {
  let known = keys;
  const newest = (): VaultKey => {
    const key = known.at(-1);
    if (!key) throw vaultErrors.cannotOpen();
    return key;
  };
  const find = (id: string): VaultKey | undefined => known.find((k) => k.id === id);
  const keyOf = (id: string): VaultKey | undefined => {
    const found = find(id);
    if (found) return found;
    // Another replica, or the command line, may have rotated the key since.
    try {
      const now = reread();
      if (now.some((k) => k.id === id)) known = now;
    } catch {
      return undefined;
    }
    return find(id);
  };
  const open = (sealed: string, context: SealContext): Secret => {
    const [version, id = '', nonce = '', tag = '', text = '', ...more] = sealed.split(':');
    const key = version === 'v1' && more.length === 0 ? keyOf(id) : undefined;
    const tagBytes = Buffer.from(tag, 'base64url');
    const nonceBytes = Buffer.from(nonce, 'base64url');
    if (!key || tagBytes.length !== 16 || nonceBytes.length !== 12) throw vaultErrors.cannotOpen();
    try {
      const cipher = createDecipheriv('aes-256-gcm', key.key, nonceBytes, { authTagLength: 16 });
      cipher.setAAD(bound(context, id));
      cipher.setAuthTag(tagBytes);
      const plain = Buffer.concat([cipher.update(Buffer.from(text, 'base64url')), cipher.final()]);
      return new Secret(plain.toString('utf8'));
    } catch {
      throw vaultErrors.cannotOpen();
    }
  };
  const seal = (secret: Secret, context: SealContext): string => {
    const { id, key } = newest();
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
    cipher.setAAD(bound(context, id));
    const text = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final()]);
    return ['v1', id, ...[nonce, cipher.getAuthTag(), text].map((b) => b.toString('base64url'))].join(':');
  };
  return {
    seal,
    open,
    reseal: (sealed, context) =>
      sealed.split(':')[1] === newest().id ? undefined : seal(open(sealed, context), context),
  };
}

/** JSON keeps the parts apart, whatever characters they hold. */
const bound = (context: SealContext, keyId: string): Buffer =>
  Buffer.from(
    JSON.stringify(['causeway', context.table, context.field, context.personId, context.accountId, keyId]),
  );

/** Adds a key that seals from now on; the others stay until `removeVaultKey`. Answers its id. */
export function rotateVaultKey(keyFile: string): string {
  const keys = readVaultKeys(keyFile);
  if (!keys) throw vaultErrors.keyMissing(keyFile);
  const made = makeVaultKey();
  writeVaultKeys(keyFile, [...keys, made]);
  return made.id;
}

/** Takes out a key that nothing is sealed by any more; the newest stays. */
export function removeVaultKey(keyFile: string, id: string): void {
  const keys = readVaultKeys(keyFile);
  if (!keys) throw vaultErrors.keyMissing(keyFile);
  if (keys.at(-1)?.id !== id) {
    writeVaultKeys(
      keyFile,
      keys.filter((k) => k.id !== id),
    );
  }
}
