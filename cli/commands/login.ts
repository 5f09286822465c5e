// `causeway login` and `logout`: keep an address and a token for the next commands.
import { createInterface } from 'node:readline/promises';
import { peopleEndpoints } from '#shared/contract/people.ts';
import { createApiClient } from '../api-client.ts';
import { badOption, tokenMissing } from '../errors.ts';
import { forgetLogin, loginPath, saveLogin } from '../login-file.ts';
import { readStandardInput } from '../read-input.ts';
import { addressOf, type Command, type Session } from '../session.ts';

/** Takes the token from standard input, asks for it on a terminal, and tries it before keeping it. */
export const login: Command<[]> = async (session) => {
  const { surroundings, out, options } = session;
  const url = new URL(addressOf(surroundings, options)).origin;
  const token = (await readToken(session)).trim();
  if (token === '')
    throw badOption('No access token was given.', 'Paste it, or pipe it into `causeway login`.');
  const client = createApiClient({ url, token, fetch: surroundings.fetch, signal: surroundings.interrupted });
  const { person } = await client.call(peopleEndpoints.session, {});
  if (!person) throw tokenMissing();
  const path = saveLogin(surroundings, { url, token });
  out.result({ url, person }, () => `Signed in to ${url} as ${person.name}. Kept in ${path}.`);
};

async function readToken({ surroundings, out }: Session): Promise<string> {
  if (!surroundings.stdin.isTTY) return readStandardInput(surroundings);
  out.note('Paste a personal access token (Settings in the web app, or `causeway token create`).');
  const lines = createInterface({ input: surroundings.stdin, output: surroundings.stderr });
  try {
    return await lines.question('Token: ', { signal: surroundings.interrupted });
  } finally {
    lines.close();
  }
}

export const logout: Command<[]> = async ({ surroundings, out }) => {
  forgetLogin(surroundings);
  out.result(
    { loggedOut: true },
    () => `${loginPath(surroundings)} is gone. The token itself lives on until it is revoked.`,
  );
};
