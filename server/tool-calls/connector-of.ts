// A person's connector for pages about it: also while none of its accounts is connected.
import type { Kysely } from 'kysely';
import { AppError } from '#shared/app-error.ts';
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { ConnectorsForCalls } from '../connectors/connectors-for-calls.ts';
import type { Tables } from '../storage/tables.ts';
import { notFound } from './errors.ts';

export interface ConnectorPage {
  id: string;
  projectId: string;
  name: string;
  url: string;
  catalogue: Catalogue | undefined;
}

/** Throws 404, also for another person's connector. */
export async function connectorOf(
  deps: { db: Kysely<Tables>; connectors: ConnectorsForCalls },
  of: { personId: string; connectorId: string; accountId?: string },
): Promise<ConnectorPage> {
  try {
    return await deps.connectors.resolve(of);
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'connector_not_found') throw error;
  }
  const row = await deps.db
    .selectFrom('connector')
    .select(['id', 'project_id', 'name', 'url'])
    .where('id', '=', of.connectorId)
    .where('person_id', '=', of.personId)
    .executeTakeFirst();
  if (!row) throw notFound('connector');
  const listed = await deps.db
    .selectFrom('catalogue')
    .select('catalogue')
    .where('connector_id', '=', of.connectorId)
    .where('person_id', '=', of.personId)
    .orderBy('listed_at', 'desc')
    .executeTakeFirst();
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    url: row.url,
    catalogue: listed ? (JSON.parse(listed.catalogue) as Catalogue) : undefined,
  };
}
