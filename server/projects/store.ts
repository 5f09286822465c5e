import type { Kysely, Selectable } from 'kysely';
import { type Exposure, exposure } from '#shared/contract/exposure.ts';
import type { Project } from '#shared/contract/projects.ts';
import { freeSlug, slugOf } from '#shared/slug.ts';
import type { Clock } from '../platform/clock.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Tables } from '../storage/tables.ts';
import { projectIsDefault, projectNotFound } from './errors.ts';

export interface ProjectDeps {
  db: Kysely<Tables>;
  clock: Clock;
  makeId: MakeId;
}

const projectFrom = (row: Selectable<Tables['project']>): Project => ({
  id: row.id,
  name: row.name,
  slug: row.slug,
  isDefault: row.is_default === 1,
});

/** The default project first, then by age. */
export async function listProjects(deps: Pick<ProjectDeps, 'db'>, personId: string): Promise<Project[]> {
  const rows = await deps.db
    .selectFrom('project')
    .selectAll()
    .where('person_id', '=', personId)
    .orderBy('is_default', 'desc')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return rows.map(projectFrom);
}

/** The named project of the person, or the default one. Throws `project_not_found`, also for somebody else's. */
export async function findProject(
  deps: Pick<ProjectDeps, 'db'>,
  input: { personId: string; projectId?: string },
): Promise<Project> {
  const { projectId } = input;
  const row = await deps.db
    .selectFrom('project')
    .selectAll()
    .where('person_id', '=', input.personId)
    .$if(projectId !== undefined, (query) => query.where('id', '=', projectId as string))
    .$if(projectId === undefined, (query) => query.where('is_default', '=', 1))
    .executeTakeFirst();
  if (row === undefined) throw projectNotFound();
  return projectFrom(row);
}

export async function createProject(
  deps: ProjectDeps,
  input: { personId: string; name: string },
): Promise<Project> {
  return deps.db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('project')
      .select('slug')
      .where('person_id', '=', input.personId)
      .execute();
    const row = await transaction
      .insertInto('project')
      .values({
        id: deps.makeId('prj'),
        person_id: input.personId,
        name: input.name,
        slug: freeSlug(slugOf(input.name, 'project'), new Set(rows.map(({ slug }) => slug))),
        is_default: 0,
        created_at: deps.clock.now(),
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    return projectFrom(row);
  });
}

/** The slug stays, so that URLs given to other apps keep working. Throws `project_not_found`. */
export async function renameProject(
  deps: ProjectDeps,
  input: { personId: string; projectId: string; name: string },
): Promise<Project> {
  const row = await deps.db
    .updateTable('project')
    .set({ name: input.name })
    .where('id', '=', input.projectId)
    .where('person_id', '=', input.personId)
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) throw projectNotFound();
  return projectFrom(row);
}

/** How the tools of a project are shown to other apps. Throws `project_not_found`. */
export async function readExposure(
  deps: Pick<ProjectDeps, 'db'>,
  input: { personId: string; projectId: string },
): Promise<Exposure> {
  const row = await deps.db
    .selectFrom('project')
    .select('exposure')
    .where('id', '=', input.projectId)
    .where('person_id', '=', input.personId)
    .executeTakeFirst();
  if (row === undefined) throw projectNotFound();
  return exposure.parse(row.exposure);
}

/** Throws `project_not_found`. */
export async function saveExposure(
  deps: Pick<ProjectDeps, 'db'>,
  input: { personId: string; projectId: string; exposure: Exposure },
): Promise<void> {
  const row = await deps.db
    .updateTable('project')
    .set({ exposure: input.exposure })
    .where('id', '=', input.projectId)
    .where('person_id', '=', input.personId)
    .returning('id')
    .executeTakeFirst();
  if (row === undefined) throw projectNotFound();
}

/** Removes a project; what belongs to it goes with it. Throws `project_not_found` or `project_is_default`. */
export async function removeProject(
  deps: ProjectDeps,
  input: { personId: string; projectId: string },
): Promise<void> {
  const { isDefault } = await findProject(deps, input);
  if (isDefault) throw projectIsDefault();
  await deps.db
    .deleteFrom('project')
    .where('id', '=', input.projectId)
    .where('person_id', '=', input.personId)
    .execute();
}
