// Personal access tokens: shown once, kept as a digest, narrowed by scopes.
import { createHash, randomBytes } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { z } from 'zod';
import type { accessToken } from '#shared/contract/people.ts';
import type { Clock } from '../platform/clock.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Actor } from '../platform/route.ts';
import type { Tables } from '../storage/tables.ts';
import { tokenNotFound } from './errors.ts';

type AccessToken = z.output<typeof accessToken>;
type Scope = AccessToken['scopes'][number];

export interface TokenDeps {
  db: Kysely<Tables>;
  clock: Clock;
  makeId: MakeId;
}

const prefix = 'cwy_';
const dayMilliseconds = 86_400_000;
/** A write per request would be dear; the day and minute are what people look at. */
const usedAgainMilliseconds = 60_000;

const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

export async function createAccessToken(
  deps: TokenDeps,
  input: { personId: string; name: string; scopes: Scope[]; expiresInDays?: number },
): Promise<{ token: AccessToken; secret: string }> {
  const secret = prefix + randomBytes(32).toString('base64url');
  const now = deps.clock.now();
  const row = await deps.db
    .insertInto('access_token')
    .values({
      id: deps.makeId('tok'),
      person_id: input.personId,
      name: input.name,
      digest: digestOf(secret),
      scopes: JSON.stringify([...new Set(input.scopes)]),
      ending: secret.slice(-4),
      created_at: now,
      expires_at: input.expiresInDays === undefined ? null : now + input.expiresInDays * dayMilliseconds,
      last_used_at: null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return { token: tokenFrom(row), secret };
}

export async function listAccessTokens(deps: TokenDeps, personId: string): Promise<AccessToken[]> {
  const rows = await deps.db
    .selectFrom('access_token')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .execute();
  return rows.map(tokenFrom);
}

/** Throws `token_not_found`, also for a token of somebody else. */
export async function revokeAccessToken(
  deps: TokenDeps,
  input: { personId: string; tokenId: string },
): Promise<void> {
  const gone = await deps.db
    .deleteFrom('access_token')
    .where('id', '=', input.tokenId)
    .where('person_id', '=', input.personId)
    .returning('id')
    .executeTakeFirst();
  if (gone === undefined) throw tokenNotFound();
}

/** Who a token stands for; `undefined` when it is unknown, revoked or over. */
export async function actorOfToken(deps: TokenDeps, secret: string): Promise<Actor | undefined> {
  if (!secret.startsWith(prefix) || secret.length > 100) return undefined;
  const now = deps.clock.now();
  const row = await deps.db
    .selectFrom('access_token')
    .innerJoin('person', 'person.id', 'access_token.person_id')
    .select([
      'access_token.id',
      'access_token.person_id',
      'access_token.scopes',
      'access_token.expires_at',
      'access_token.last_used_at',
      'person.role',
    ])
    .where('access_token.digest', '=', digestOf(secret))
    .executeTakeFirst();
  if (row === undefined || (row.expires_at !== null && row.expires_at <= now)) return undefined;
  if (row.last_used_at === null || row.last_used_at < now - usedAgainMilliseconds)
    await deps.db.updateTable('access_token').set({ last_used_at: now }).where('id', '=', row.id).execute();
  return {
    personId: row.person_id,
    role: row.role as Actor['role'],
    via: 'token',
    scopes: JSON.parse(row.scopes) as Scope[],
    viaId: row.id,
  };
}

function tokenFrom(row: Selectable<Tables['access_token']>): AccessToken {
  return {
    id: row.id,
    name: row.name,
    scopes: JSON.parse(row.scopes) as Scope[],
    createdAt: row.created_at,
    ending: row.ending,
    ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
    ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
  };
}
