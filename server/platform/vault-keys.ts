// The key file: who may read it, how it is written, how a new key joins the old ones.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { vaultErrors } from './vault-errors.ts';

export interface VaultKey {
  id: string;
  /** 32 bytes. */
  key: Buffer;
}

/** Oldest first; the last one seals. Undefined when there is no file. Throws an AppError when it may not be used. */
export function readVaultKeys(file: string): VaultKey[] | undefined {
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (!found) return undefined;
  if (!found.isFile()) throw vaultErrors.keyUnreadable(file, 'it is not a plain file');
  // Windows has no such bits; there the folder's own access list protects it.
  if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) {
    throw vaultErrors.keyExposed(file, (found.mode & 0o777).toString(8).padStart(4, '0'));
  }
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw vaultErrors.keyUnreadable(file, 'it cannot be opened', error);
  }
  const keys = text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const match = /^([0-9a-z]{8}):([A-Za-z0-9_-]{43})$/.exec(line);
      const key = Buffer.from(match?.[2] ?? '', 'base64url');
      if (!match?.[1] || key.length !== 32) {
        throw vaultErrors.keyUnreadable(file, 'it is cut short or was changed');
      }
      if (isGuessable(key)) throw vaultErrors.keyUnreadable(file, 'its key is not random');
      return { id: match[1], key };
    });
  if (keys.length === 0 || !text.endsWith('\n')) {
    throw vaultErrors.keyUnreadable(file, 'it is cut short or empty');
  }
  return keys;
}

/** Zeros, a counted row, a passphrase: what chance makes once in 10^13 keys, and people make as a sample. */
function isGuessable(key: Buffer): boolean {
  const step = ((key[1] ?? 0) - (key[0] ?? 0)) & 0xff;
  const isCounted = key.every((byte, at) => at === 0 || ((byte - (key[at - 1] ?? 0)) & 0xff) === step);
  const isText = key.every((byte) => byte >= 0x20 && byte < 0x7f);
  return new Set(key).size < 8 || isCounted || isText;
}

export function makeVaultKey(): VaultKey {
  return { id: randomBytes(4).toString('hex'), key: randomBytes(32) };
}

const heading = [
  '# Opens the stored sign-ins of Causeway. Back it up apart from the database; without it they are lost.',
  '# One key a line, the newest last: it seals, all of them open.',
];

/** Writes the file whole and for the owner alone; `first` fails with EEXIST instead of replacing one. */
export function writeVaultKeys(file: string, keys: VaultKey[], first = false): void {
  const text = `${[...heading, ...keys.map((k) => `${k.id}:${k.key.toString('base64url')}`)].join('\n')}\n`;
  const beside = `${file}.${randomBytes(4).toString('hex')}.new`;
  writeDurably(first ? file : beside, text);
  if (first) return;
  try {
    renameSync(beside, file);
    syncFolder(dirname(file));
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function writeDurably(file: string, text: string): void {
  const handle = openSync(file, 'wx', 0o600);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  syncFolder(dirname(file));
}

/** So that the name itself survives a power cut. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
