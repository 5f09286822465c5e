// What a person enters to sign in: checked, sealed with the URL it was entered for, opened for that URL alone.
import { z } from 'zod';
import type { SignInInput } from '#shared/contract/connectors.ts';
import { Secret } from '../platform/secret.ts';
import type { SealContext, Vault } from '../platform/vault.ts';
import type { AccountRecord } from './connector.ts';
import { connectorErrors } from './errors.ts';

const savedSignIn = z.object({
  /** The connector's URL when it was entered: the only place where the secret goes. */
  url: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
});

const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Set by the transport, or with a meaning that a sign-in must not touch. */
const reserved =
  /^(?:host|content-.*|transfer-encoding|connection|keep-alive|te|trailer|upgrade|expect|cookie2?|accept|accept-.*|origin|referer|via|forwarded|x-forwarded-.*|proxy-.*|sec-.*|mcp-.*|last-event-id)$/i;

/** Headers of one sign-in, checked (RFC 9110 §5). Values go out exactly as entered: `${NAME}` and the like mean nothing here. */
export function headersOf(signIn: SignInInput): { name: string; value: string }[] {
  if (signIn.kind === 'basic') return [basicHeader(signIn.username, signIn.password)];
  if (signIn.kind !== 'headers') return [];
  const seen = new Set<string>();
  return signIn.headers.map(({ name: typedName, value: typedValue }) => {
    const name = typedName.trim();
    const value = typedValue.trim();
    const lower = name.toLowerCase();
    if (!token.test(name)) throw connectorErrors.headerNotAllowed(name, 'it is not a header name');
    if (reserved.test(name)) throw connectorErrors.headerNotAllowed(name, 'the connection itself sets it');
    if (seen.has(lower)) throw connectorErrors.headerNotAllowed(name, 'it is there twice');
    if (value === '') throw connectorErrors.headerNotAllowed(name, 'its value is empty');
    if (!/^[\t\x20-\x7e\x80-\xff]+$/.test(value)) {
      throw connectorErrors.headerNotAllowed(name, 'its value has characters that a header cannot carry');
    }
    if (value.length > 8192) throw connectorErrors.headerNotAllowed(name, 'its value is longer than 8 KiB');
    seen.add(lower);
    return { name, value };
  });
}

/** RFC 7617: UTF-8, no colon in the user name, no control characters. */
function basicHeader(username: string, password: string): { name: string; value: string } {
  if (username.includes(':')) throw connectorErrors.basicNotAllowed('a user name cannot hold “:”');
  if (username === '') throw connectorErrors.basicNotAllowed('the user name is empty');
  if (/\p{Cc}/u.test(username + password)) {
    throw connectorErrors.basicNotAllowed('it holds control characters');
  }
  return {
    name: 'Authorization',
    value: `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`,
  };
}

/** What tells one sign-in from another on screen, without its secret. */
export function identityOf(signIn: SignInInput): string | undefined {
  if (signIn.kind === 'basic') return signIn.username;
  if (signIn.kind === 'headers') return signIn.headers.map((header) => header.name.trim()).join(', ');
  return undefined;
}

const contextOf = (account: Pick<AccountRecord, 'id' | 'personId'>): SealContext => ({
  table: 'connector_account',
  field: 'secret',
  personId: account.personId,
  accountId: account.id,
});

/** Vault text for the account's row, or undefined where there is nothing to keep. */
export function sealSignIn(
  vault: Vault,
  account: Pick<AccountRecord, 'id' | 'personId'>,
  url: string,
  signIn: SignInInput,
): string | undefined {
  const headers = headersOf(signIn);
  if (headers.length === 0) return undefined;
  return vault.seal(new Secret(JSON.stringify({ url, headers })), contextOf(account));
}

/** The headers for `url`, or undefined when they were entered for another one. Throws `vault_cannot_open`. */
export function openSignIn(
  vault: Vault,
  account: Pick<AccountRecord, 'id' | 'personId'> & { secret: string },
  url: string,
): Record<string, string> | undefined {
  const saved = savedSignIn.parse(JSON.parse(vault.open(account.secret, contextOf(account)).reveal()));
  if (saved.url !== url) return undefined;
  return Object.fromEntries(saved.headers.map(({ name, value }) => [name, value]));
}
