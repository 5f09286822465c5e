// Clients that a person let in: which, since when, last used; and letting them in no longer.
import type { Kysely } from 'kysely';
import type { AuthorizationRequest, ConnectedClient } from '#shared/contract/gateway-clients.ts';
import type { Tables } from '../../storage/tables.ts';
import { projectOfResource } from './resources.ts';

interface ClientDependencies {
  db: Kysely<Tables>;
  publicUrl: string;
}

const listIn = (text: string | null): string[] => (text === null ? [] : (JSON.parse(text) as string[]));

const hostOf = (uri: string): string =>
  URL.canParse(uri) ? new URL(uri).host || new URL(uri).protocol : uri;

/** Newest first. */
export async function listClients(
  { db, publicUrl }: ClientDependencies,
  personId: string,
): Promise<ConnectedClient[]> {
  const rows = await db
    .selectFrom('oauthConsent')
    .innerJoin('oauthClient', 'oauthClient.clientId', 'oauthConsent.clientId')
    .leftJoin('gateway_client_use', (join) =>
      join
        .onRef('gateway_client_use.client_id', '=', 'oauthConsent.clientId')
        .on('gateway_client_use.person_id', '=', personId),
    )
    .select([
      'oauthConsent.clientId',
      'oauthConsent.resources',
      'oauthConsent.createdAt',
      'oauthClient.name',
      'oauthClient.redirectUris',
      'oauthClient.clientDiscoveryId',
      'gateway_client_use.last_used_at',
    ])
    .where('oauthConsent.userId', '=', personId)
    .orderBy('oauthConsent.createdAt', 'desc')
    .execute();
  const clients = new Map<string, ConnectedClient>();
  for (const row of rows) {
    const projects = listIn(row.resources).flatMap(
      (resource) => projectOfResource(publicUrl, resource) ?? [],
    );
    const known = clients.get(row.clientId);
    if (known) {
      known.projectSlugs = [...new Set([...known.projectSlugs, ...projects])];
      continue;
    }
    clients.set(row.clientId, {
      clientId: row.clientId,
      name: row.name ?? row.clientId,
      redirectHosts: [...new Set(listIn(row.redirectUris).map(hostOf))],
      identity: row.clientDiscoveryId === null ? 'registered' : 'metadata-document',
      projectSlugs: [...new Set(projects)],
      connectedAt: Date.parse(row.createdAt),
      ...(row.last_used_at === null ? {} : { lastUsedAt: Number(row.last_used_at) }),
    });
  }
  return [...clients.values()];
}

/** Ends every token and consent of one client of one person. Answers whether there was any. */
export async function revokeClient(
  { db }: Pick<ClientDependencies, 'db'>,
  { personId, clientId }: { personId: string; clientId: string },
): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    for (const table of ['oauthAccessToken', 'oauthRefreshToken'] as const)
      await transaction
        .deleteFrom(table)
        .where('clientId', '=', clientId)
        .where('userId', '=', personId)
        .execute();
    await transaction
      .deleteFrom('gateway_client_use')
      .where('client_id', '=', clientId)
      .where('person_id', '=', personId)
      .execute();
    const gone = await transaction
      .deleteFrom('oauthConsent')
      .where('clientId', '=', clientId)
      .where('userId', '=', personId)
      .returning('id')
      .execute();
    return gone.length > 0;
  });
}

/** What a person is asked to consent to; `undefined` when the client or the project is not known. */
export async function describeRequest(
  { db, publicUrl }: ClientDependencies,
  input: { personId: string; clientId: string; redirectUri: string; resource: string },
): Promise<AuthorizationRequest | undefined> {
  const slug = projectOfResource(publicUrl, input.resource);
  if (slug === undefined) return undefined;
  const client = await db
    .selectFrom('oauthClient')
    .select(['name', 'uri', 'clientDiscoveryId'])
    .where('clientId', '=', input.clientId)
    .executeTakeFirst();
  const project = await db
    .selectFrom('project')
    .select(['id', 'name'])
    .where('slug', '=', slug)
    .where('person_id', '=', input.personId)
    .executeTakeFirst();
  if (!client || !project) return undefined;
  return {
    clientName: client.name ?? input.clientId,
    ...(client.clientDiscoveryId === null ? {} : { clientHost: hostOf(input.clientId) }),
    redirectHost: hostOf(input.redirectUri),
    projectName: project.name,
  };
}
