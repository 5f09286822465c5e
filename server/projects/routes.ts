import { projectEndpoints } from '#shared/contract/projects.ts';
import type { Bus } from '../platform/bus.ts';
import { type Route, route } from '../platform/route.ts';
import { createProject, listProjects, type ProjectDeps, removeProject, renameProject } from './store.ts';

export function projectRoutes(deps: ProjectDeps & { bus: Bus }): Route[] {
  const changed = (personId: string, id: string): void =>
    deps.bus.publish(personId, { topic: 'projects', id });
  return [
    route(projectEndpoints.list, async ({ actor }) => ({
      projects: await listProjects(deps, actor.personId),
    })),
    route(projectEndpoints.create, async ({ actor: { personId }, body }) => {
      const project = await createProject(deps, { ...body, personId });
      changed(personId, project.id);
      return { project };
    }),
    route(projectEndpoints.rename, async ({ actor: { personId }, params, body }) => {
      const project = await renameProject(deps, { ...params, ...body, personId });
      changed(personId, project.id);
      return { project };
    }),
    route(projectEndpoints.remove, async ({ actor: { personId }, params }) => {
      await removeProject(deps, { ...params, personId });
      changed(personId, params.projectId);
      return { removed: true as const };
    }),
  ];
}
