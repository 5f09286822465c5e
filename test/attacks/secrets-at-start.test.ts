// C05: an installation that stands on a secret anybody could guess does not start.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, test } from 'vitest';
import { installSecret } from '#server/people/install-secret.ts';
import { systemClock } from '#server/platform/clock.ts';
import { Secret } from '#server/platform/secret.ts';
import { openVault } from '#server/platform/vault.ts';
import { createVaultCheck } from '#server/storage/vault-check.ts';
import { api } from '#shared/contract/api.ts';
import { startCauseway } from '#test/causeway.ts';
import { describeEachDatabase } from '#test/databases.ts';

const keyFileIn = () => join(mkdtempSync(join(inject('temporaryFolder'), 'start-')), 'vault.key');
const keyLine = (key: Buffer) => `12345678:${key.toString('base64url')}\n`;

const samples: [string, string][] = [
  ['an empty file', ''],
  ['a file of comments', '# the key goes here\n'],
  ['zeros', keyLine(Buffer.alloc(32))],
  ['one letter', keyLine(Buffer.alloc(32, 'a'))],
  ['a counted row', keyLine(Buffer.from(Array.from({ length: 32 }, (_, at) => at)))],
  ['a passphrase', keyLine(Buffer.from('correct horse battery staple now'))],
  ['a short key', keyLine(Buffer.from('9f1c'))],
];

describeEachDatabase('secrets at the start', (open) => {
  test.each(samples)('C05: a key file with %s is refused on an empty database, and left', async (_, text) => {
    const check = createVaultCheck((await open()).db);
    const keyFile = keyFileIn();
    writeFileSync(keyFile, text, { mode: 0o600 });
    await expect(openVault({ keyFile, check })).rejects.toMatchObject({
      code: 'vault_key_unreadable',
      message: expect.stringContaining(keyFile),
    });
    expect(readFileSync(keyFile, 'utf8')).toBe(text);
    expect(await check.read()).toBeUndefined();
  });

  test.each(['', 'causeway', 'x'.repeat(42)])(
    'C05: the secret of sessions, replaced by %j, is refused',
    async (weak) => {
      const { db } = await open();
      const vault = await openVault({ keyFile: keyFileIn(), check: createVaultCheck(db) });
      const deps = { db, vault, clock: systemClock };
      expect((await installSecret(deps, 'identity')).reveal().length).toBeGreaterThanOrEqual(64);
      const place = {
        table: 'install_secret',
        field: 'sealed',
        personId: 'installation',
        accountId: 'identity',
      };
      const replace = (sealed: string) => db.updateTable('install_secret').set({ sealed }).execute();
      await replace(vault.seal(new Secret(weak), place));
      await expect(installSecret(deps, 'identity')).rejects.toMatchObject({ code: 'install_secret_weak' });
      await replace(weak);
      await expect(installSecret(deps, 'identity')).rejects.toMatchObject({ code: 'vault_cannot_open' });
    },
  );
});

test('C05: two installations share no secret, and neither knows a password nobody set', async () => {
  const both = [await startCauseway(), await startCauseway()] as const;
  const secrets = await Promise.all(
    both.map(async (each) => (await installSecret(each.causeway.parts, 'identity')).reveal()),
  );
  expect(new Set(secrets).size).toBe(2);
  const [one] = both;
  const email = one.person.email;
  for (const password of ['causeway', 'administrator', 'changeme12', 'password12']) {
    await expect(
      one.stranger.api(api.people.signIn, { body: { email, password: password.padEnd(10, '1') } }),
    ).rejects.toMatchObject({ status: 401 });
  }
  expect(await one.causeway.parts.db.selectFrom('person_credential').selectAll().execute()).toEqual([]);
  await Promise.all(both.map((each) => each.close()));
});
