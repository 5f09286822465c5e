// Audiences of tokens: one for each project (RFC 8707). The provider knows those that stand in its table.
import type { Kysely } from 'kysely';
import type { Clock } from '../../platform/clock.ts';
import type { MakeId } from '../../platform/ids.ts';
import type { Tables } from '../../storage/tables.ts';
import { readEndpoint } from '../endpoint.ts';

export interface ResourceDependencies {
  db: Kysely<Tables>;
  clock: Clock;
  makeId: MakeId;
  publicUrl: string;
}

/** Canonical URI of a project's endpoint, which is the audience of its tokens. */
export const resourceOfProject = (publicUrl: string, projectSlug: string): string =>
  new URL(`/mcp/${projectSlug}`, publicUrl).href;

/** The project that a `resource` parameter names; `undefined` when it is none of this Causeway's. */
export function projectOfResource(publicUrl: string, resource: string): string | undefined {
  if (!URL.canParse(resource)) return undefined;
  const { origin, pathname, search, hash } = new URL(resource);
  if (origin !== new URL(publicUrl).origin || search !== '' || hash !== '') return undefined;
  const address = readEndpoint(pathname);
  return address?.connectorSlug === undefined ? address?.projectSlug : undefined;
}

/** Tells the provider of an audience, if some project has that name. Answers whether one has. */
export async function offerResource(
  { db, clock, makeId, publicUrl }: ResourceDependencies,
  resource: string,
): Promise<boolean> {
  const slug = projectOfResource(publicUrl, resource);
  if (slug === undefined || resource !== resourceOfProject(publicUrl, slug)) return false;
  const project = await db.selectFrom('project').select('id').where('slug', '=', slug).executeTakeFirst();
  if (!project) return false;
  const now = new Date(clock.now()).toISOString();
  await db
    .insertInto('oauthResource')
    .values({
      id: makeId('res'),
      identifier: resource,
      name: slug,
      createdAt: now,
      updatedAt: now,
      disabled: 0,
      policyVersion: 1,
    })
    .onConflict((conflict) => conflict.column('identifier').doNothing())
    .execute();
  return true;
}
