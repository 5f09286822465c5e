import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { Secret } from '#server/platform/secret.ts';
import {
  openVault,
  removeVaultKey,
  rotateVaultKey,
  type SealContext,
  type Vault,
} from '#server/platform/vault.ts';
import { createVaultCheck } from '#server/storage/vault-check.ts';
import { describeEachDatabase } from '#test/databases.ts';

const context: SealContext = { table: 'account', field: 'secret', personId: 'ann', accountId: 'a1' };
const keyFileIn = () => join(mkdtempSync(join(inject('temporaryFolder'), 'vault-')), 'key');

describeEachDatabase('the vault', (open) => {
  test('C04: makes one key for an empty database, mode 0600, and opens with it again', async () => {
    const check = createVaultCheck((await open()).db);
    const keyFile = keyFileIn();
    const sealed = (await openVault({ keyFile, check })).seal(new Secret('s3cret'), context);
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(sealed).toMatch(/^v1:[0-9a-f]{8}:/);
    expect((await openVault({ keyFile, check })).open(sealed, context).reveal()).toBe('s3cret');
  });

  test('C04: refuses a missing, cut, wrong, or open key file, and never makes another', async () => {
    const check = createVaultCheck((await open()).db);
    const keyFile = keyFileIn();
    await openVault({ keyFile, check });
    const good = readFileSync(keyFile);
    const refused = (code: string) =>
      expect(openVault({ keyFile, check })).rejects.toMatchObject({
        code,
        message: expect.stringContaining(keyFile),
      });

    chmodSync(keyFile, 0o644);
    await refused('vault_key_exposed');
    chmodSync(keyFile, 0o600);
    for (const length of [0, 10, good.length - 20, good.length - 1]) {
      writeFileSync(keyFile, good);
      truncateSync(keyFile, length);
      await refused('vault_key_unreadable');
    }
    writeFileSync(keyFile, `12345678:${'A'.repeat(43)}\n`);
    await refused('vault_key_unreadable');
    writeFileSync(keyFile, `12345678:${randomBytes(32).toString('base64url')}\n`);
    await refused('vault_key_wrong');
    unlinkSync(keyFile);
    await refused('vault_key_missing');
    expect(statSync(keyFile, { throwIfNoEntry: false })).toBeUndefined();
    writeFileSync(keyFile, good, { mode: 0o600 });
    await openVault({ keyFile, check });
  });

  test('C04: of two first starts on one database with different key files, one wins', async () => {
    const { db } = await open();
    const starts = await Promise.allSettled(
      [1, 2].map(() => openVault({ keyFile: keyFileIn(), check: createVaultCheck(db) })),
    );
    expect(starts.map((s) => s.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('C03: a new key seals, the old ones open, a replica with the old set learns of it', async () => {
    const check = createVaultCheck((await open()).db);
    const keyFile = keyFileIn();
    const before = await openVault({ keyFile, check });
    const old = before.seal(new Secret('old'), context);
    const id = rotateVaultKey(keyFile);
    const after = await openVault({ keyFile, check });
    const fresh = after.seal(new Secret('new'), context);
    expect(fresh.split(':')[1]).toBe(id);
    expect(before.open(fresh, context).reveal()).toBe('new');
    expect(after.open(old, context).reveal()).toBe('old');
    const moved = after.reseal(old, context);
    expect(moved && after.reseal(moved, context)).toBeUndefined();
    removeVaultKey(keyFile, old.split(':')[1] ?? '');
    const later = await openVault({ keyFile, check });
    expect(later.open(moved ?? '', context).reveal()).toBe('old');
    expect(() => later.open(old, context)).toThrow(/could not be opened/);
  });
});

describe('C02: a sealed text opens in its own place only', () => {
  const start = async (): Promise<Vault> => {
    let kept: string | undefined;
    return openVault({
      keyFile: keyFileIn(),
      check: {
        read: async () => kept,
        write: async (sealed) => {
          kept = sealed;
        },
      },
    });
  };

  test('C02: another table, field, person or account fails with one constant error', async () => {
    const vault = await start();
    const sealed = vault.seal(new Secret('x'), context);
    const messages = new Set<string>();
    for (const [name, value] of Object.entries({
      table: 't',
      field: 'f',
      personId: 'bob',
      accountId: 'a2',
    })) {
      try {
        vault.open(sealed, { ...context, [name]: value });
        messages.add(`opened with another ${name}`);
      } catch (error) {
        messages.add((error as Error).message);
      }
    }
    // Parts must not run into each other.
    expect(() => vault.open(sealed, { ...context, personId: 'anna', accountId: '1' })).toThrow();
    expect([...messages]).toEqual([expect.stringMatching(/could not be opened/)]);
  });

  test('C02: every flipped bit and every cut fails', async () => {
    const vault = await start();
    const sealed = vault.seal(new Secret('x'), context);
    const parts = sealed.split(':');
    for (const [index, part] of parts.entries()) {
      if (index < 2) continue;
      const bytes = Buffer.from(part, 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const changed = parts.with(index, flipped.toString('base64url')).join(':');
        expect(() => vault.open(changed, context)).toThrow(/could not be opened/);
      }
      for (let length = 0; length < bytes.length; length++) {
        const cut = parts.with(index, bytes.subarray(0, length).toString('base64url')).join(':');
        expect(() => vault.open(cut, context)).toThrow(/could not be opened/);
      }
    }
    for (const text of ['', 'v2:a:b:c:d', `${sealed}:x`, 'v1::::']) {
      expect(() => vault.open(text, context)).toThrow(/could not be opened/);
    }
  });
});
