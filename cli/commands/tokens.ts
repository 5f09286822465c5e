// `causeway token`: personal access tokens, made beside the data folder, where nobody has a token yet.
import {
  createAccessToken,
  listAccessTokens,
  revokeAccessToken,
  type TokenDeps,
} from '#server/people/access-tokens.ts';
import { ensureOwner, listPeople } from '#server/people/persons.ts';
import { systemClock } from '#server/platform/clock.ts';
import { randomId } from '#server/platform/ids.ts';
import { badOption, personUnknown } from '../errors.ts';
import { type PlaceOptions, withLocalDatabase } from '../local-database.ts';
import { moment, table } from '../output.ts';
import type { Command, Session } from '../session.ts';

export interface TokenOptions extends PlaceOptions {
  person?: string;
}

export interface CreateTokenOptions extends TokenOptions {
  scopes?: string;
  expiresInDays?: string;
}

const allScopes = ['read', 'write', 'call'] as const;

export const createToken: Command<[string, CreateTokenOptions]> = async (session, name, options) => {
  const scopes = (options.scopes ?? 'read,write,call').split(',').map((scope) => scope.trim());
  const known = allScopes.filter((scope) => scopes.includes(scope));
  if (known.length !== new Set(scopes).size)
    throw badOption(
      `--scopes ${options.scopes ?? ''} names an unknown scope.`,
      `The scopes are: ${allScopes.join(', ')}.`,
    );
  const days = options.expiresInDays === undefined ? undefined : Number(options.expiresInDays);
  if (days !== undefined && (!Number.isInteger(days) || days < 1 || days > 365))
    throw badOption(
      '--expires-in-days needs a whole number from 1 to 365.',
      'Leave it out for a token that lives until it is revoked.',
    );
  await withPeople(session, options, async (deps, personId) => {
    const created = await createAccessToken(deps, {
      personId,
      name,
      scopes: known,
      ...(days === undefined ? {} : { expiresInDays: days }),
    });
    session.out.note(
      'This is the only time the token is shown. Pipe it into `causeway login`, or set CAUSEWAY_TOKEN.',
    );
    session.out.result(created, () => created.secret);
  });
};

export const listTokens: Command<[TokenOptions]> = (session, options) =>
  withPeople(session, options, async (deps, personId) => {
    const tokens = await listAccessTokens(deps, personId);
    session.out.result({ tokens }, () =>
      table([
        ['ID', 'NAME', 'SCOPES', 'ENDS IN', 'CREATED', 'EXPIRES', 'LAST USED'],
        ...tokens.map((token) => [
          token.id,
          token.name,
          token.scopes.join(','),
          `…${token.ending}`,
          moment(token.createdAt),
          moment(token.expiresAt),
          moment(token.lastUsedAt),
        ]),
      ]),
    );
  });

export const revokeToken: Command<[string, TokenOptions]> = (session, tokenId, options) =>
  withPeople(session, options, async (deps, personId) => {
    await revokeAccessToken(deps, { personId, tokenId });
    session.out.result({ revoked: true, tokenId }, () => `${tokenId} is revoked.`);
  });

async function withPeople(
  session: Session,
  options: TokenOptions,
  work: (deps: TokenDeps, personId: string) => Promise<void>,
): Promise<void> {
  await withLocalDatabase(session, options, async ({ db }) => {
    const deps: TokenDeps = { db, clock: systemClock, makeId: randomId };
    await work(deps, await personFor(deps, options.person));
  });
}

async function personFor(deps: TokenDeps, email: string | undefined): Promise<string> {
  if (email === undefined) return (await ensureOwner(deps)).id;
  const people = await listPeople(deps);
  const found = people.find((person) => person.email === email.trim().toLowerCase());
  if (!found)
    throw personUnknown(
      email,
      people.map((person) => person.email),
    );
  return found.id;
}
