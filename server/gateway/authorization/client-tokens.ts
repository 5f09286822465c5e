// Access tokens of signed-in clients, as the gateway checks them.
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { Tables } from '../../storage/tables.ts';
import type { AuthenticateClient } from '../principal.ts';
import { gatewayScope } from './provider-plugins.ts';

export interface ClientTokenDependencies {
  db: Kysely<Tables>;
  clock: Clock;
  findProject(personId: string, slug: string): Promise<{ id: string } | undefined>;
}

/** As the provider keeps them. */
const digestOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

const listIn = (text: string | null): unknown[] => {
  const list: unknown = text === null ? [] : JSON.parse(text);
  return Array.isArray(list) ? list : [];
};

/** Refuses what is unknown, over, revoked, without the scope, or made for another project (RFC 8707 §2). */
export function createClientTokens(deps: ClientTokenDependencies): AuthenticateClient {
  return async (token, { resource, projectSlug }) => {
    if (token.length > 200) return undefined;
    const row = await deps.db
      .selectFrom('oauthAccessToken as issued')
      .innerJoin('oauthClient as client', 'client.clientId', 'issued.clientId')
      .select(['issued.clientId', 'issued.userId', 'issued.resources', 'issued.scopes', 'issued.expiresAt'])
      .select(['issued.revoked', 'client.name'])
      .where('issued.token', '=', digestOf(token))
      .executeTakeFirst();
    const expiresAt = Date.parse(row?.expiresAt ?? '');
    if (!row?.userId || row.revoked !== null || !(expiresAt > deps.clock.now())) return undefined;
    if (!listIn(row.resources).includes(resource)) return undefined;
    if (!listIn(row.scopes).includes(gatewayScope)) return undefined;
    const project = await deps.findProject(row.userId, projectSlug);
    if (!project) return undefined;
    await noteUse(deps, row.userId, row.clientId);
    return {
      personId: row.userId,
      clientId: row.clientId,
      ...(row.name === null ? {} : { clientName: row.name }),
      projectId: project.id,
      expiresAt,
    };
  };
}

async function noteUse(deps: ClientTokenDependencies, personId: string, clientId: string): Promise<void> {
  const now = deps.clock.now();
  await deps.db
    .insertInto('gateway_client_use')
    .values({ person_id: personId, client_id: clientId, last_used_at: now })
    .onConflict((conflict) => conflict.columns(['person_id', 'client_id']).doUpdateSet({ last_used_at: now }))
    .execute();
}
