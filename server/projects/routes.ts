import { projectEndpoints } from '#shared/contract/projects.ts';
import type { ActivityRecord } from '../activity/record.ts';
import type { Bus } from '../platform/bus.ts';
import { type Actor, type Route, route } from '../platform/route.ts';
import { projectIsDefault } from './errors.ts';
import {
  createProject,
  findProject,
  listProjects,
  type ProjectDeps,
  removeProject,
  renameProject,
} from './store.ts';

export interface ProjectRouteDeps extends ProjectDeps {
  bus: Bus;
  activity: ActivityRecord;
  /** Takes out of a project what has more to it than rows: connectors with their sign-ins, ceilings, limits. */
  emptyProject(actor: Actor, projectId: string): Promise<void>;
}

export function projectRoutes(deps: ProjectRouteDeps): Route[] {
  const changed = async (actor: Actor, project: { id: string; name: string }, summary: string) => {
    await deps.activity.write(
      {
        kind: 'change',
        personId: actor.personId,
        projectId: project.id,
        door: actor.via === 'token' ? 'command-line' : 'by-hand',
        subject: project.name,
        summary,
      },
      { outcome: 'completed' },
    );
    deps.bus.publish(actor.personId, { topic: 'projects', id: project.id });
  };
  return [
    route(projectEndpoints.list, async ({ actor }) => ({
      projects: await listProjects(deps, actor.personId),
    })),
    route(projectEndpoints.create, async ({ actor, body }) => {
      const project = await createProject(deps, { ...body, personId: actor.personId });
      await changed(actor, project, `Created the project ${project.name}`);
      return { project };
    }),
    route(projectEndpoints.rename, async ({ actor, params, body }) => {
      const project = await renameProject(deps, { ...params, ...body, personId: actor.personId });
      await changed(actor, project, `Renamed the project to ${project.name}`);
      return { project };
    }),
    route(projectEndpoints.remove, async ({ actor, params }) => {
      const { personId } = actor;
      const project = await findProject(deps, { ...params, personId });
      if (project.isDefault) throw projectIsDefault();
      await deps.emptyProject(actor, project.id);
      await removeProject(deps, { ...params, personId });
      await changed(actor, project, `Removed the project ${project.name} with everything in it`);
      return { removed: true as const };
    }),
  ];
}
