import type { Kysely } from 'kysely';
import type { Tables } from '#server/storage/tables.ts';
import type { ActivityEntry } from '#shared/contract/activity.ts';

/** The same entries with the names that people and connectors have today; what is gone stays without. */
export async function withNames(db: Kysely<Tables>, entries: ActivityEntry[]): Promise<ActivityEntry[]> {
  const personIds = [...new Set(entries.map((entry) => entry.personId))];
  const connectorIds = [...new Set(entries.flatMap((entry) => entry.connectorId ?? []))];
  const people = personIds.length
    ? await db.selectFrom('person').select(['id', 'name']).where('id', 'in', personIds).execute()
    : [];
  const connectors = connectorIds.length
    ? await db.selectFrom('connector').select(['id', 'name']).where('id', 'in', connectorIds).execute()
    : [];
  const nameOf = new Map([...people, ...connectors].map((row) => [row.id, row.name]));
  return entries.map((entry) => ({
    ...entry,
    personName: nameOf.get(entry.personId),
    connectorName: entry.connectorId === undefined ? undefined : nameOf.get(entry.connectorId),
  }));
}
