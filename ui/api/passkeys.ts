// Passkeys: better-auth's endpoints under /api/auth/passkey, with the browser's own conversions.
import { z } from 'zod';
import { AppError } from '#shared/app-error.ts';
import { causewayUnreachable } from './errors.ts';

const passkey = z.object({
  id: z.string(),
  name: z.string().nullish(),
  createdAt: z.coerce.date().nullish(),
});
export type Passkey = z.output<typeof passkey>;

async function request(path: string, body?: Record<string, unknown>): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(`/api/auth/passkey/${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'same-origin',
    });
  } catch (error) {
    throw causewayUnreachable(error);
  }
  const json = (await response.json().catch(() => null)) as { code?: string; message?: string } | null;
  if (response.ok) return json;
  throw new AppError({
    code: json?.code?.toLowerCase() ?? `http_${response.status}`,
    status: response.status,
    message: json?.message ?? `Causeway refused the passkey with HTTP ${response.status}.`,
    fix: 'Try again, or use your password.',
  });
}

/** The browser's own refusals, in words. */
function refusedByBrowser(error: unknown): AppError {
  const name = error instanceof DOMException ? error.name : '';
  const cancelled = name === 'NotAllowedError' || name === 'AbortError';
  return new AppError({
    code: cancelled ? 'passkey_cancelled' : 'passkey_refused',
    status: 0,
    message: cancelled
      ? 'The passkey was cancelled, or took too long.'
      : name === 'InvalidStateError'
        ? 'This device already holds a passkey for your account.'
        : `The browser refused the passkey${error instanceof Error ? `: ${error.message}` : '.'}`,
    fix: cancelled ? 'Try again.' : 'Use another device, or a password.',
    cause: error,
  });
}

/** Whether this page may use passkeys at all: browsers allow them on one origin, and never on a bare address. */
export const canUsePasskeys = (passkeyOrigin: string): boolean =>
  'PublicKeyCredential' in window &&
  'parseCreationOptionsFromJSON' in PublicKeyCredential &&
  location.origin === passkeyOrigin;

export async function listPasskeys(): Promise<Passkey[]> {
  return z.array(passkey).parse(await request('list-user-passkeys'));
}

export async function addPasskey(name: string): Promise<void> {
  const options = await request('generate-register-options');
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as PublicKeyCredentialCreationOptionsJSON,
  );
  const credential = await navigator.credentials.create({ publicKey }).catch((error: unknown) => {
    throw refusedByBrowser(error);
  });
  await request('verify-registration', { response: (credential as PublicKeyCredential).toJSON(), name });
}

export async function removePasskey(id: string): Promise<void> {
  await request('delete-passkey', { id });
}

export async function signInWithPasskey(): Promise<void> {
  const options = await request('generate-authenticate-options');
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as PublicKeyCredentialRequestOptionsJSON,
  );
  const credential = await navigator.credentials.get({ publicKey }).catch((error: unknown) => {
    throw refusedByBrowser(error);
  });
  await request('verify-authentication', { response: (credential as PublicKeyCredential).toJSON() });
}
