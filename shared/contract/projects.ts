// Projects: what belongs together by purpose. Requests name their project; nothing is "current" on the server.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

export const project = z.object({
  id: z.string(),
  name: z.string(),
  /** `[a-z0-9-]`, part of the gateway's URL; stays when the project is renamed. */
  slug: z.string(),
  isDefault: z.boolean(),
});
export type Project = z.output<typeof project>;

const projectParams = z.object({ projectId: z.string() });
const projectName = z.string().trim().min(1).max(80);

export const projectEndpoints = {
  list: defineEndpoint({
    id: 'projects.list',
    method: 'GET',
    path: '/api/projects',
    access: 'person',
    scope: 'read',
    summary: 'Projects of the person, the default one first',
    response: z.object({ projects: z.array(project) }),
  }),
  create: defineEndpoint({
    id: 'projects.create',
    method: 'POST',
    path: '/api/projects',
    access: 'person',
    scope: 'write',
    summary: 'Create a project',
    body: z.object({ name: projectName }),
    response: z.object({ project }),
  }),
  rename: defineEndpoint({
    id: 'projects.rename',
    method: 'PATCH',
    path: '/api/projects/:projectId',
    access: 'person',
    scope: 'write',
    summary: 'Rename a project; its slug stays, so that URLs given to other apps keep working',
    params: projectParams,
    body: z.object({ name: projectName }),
    response: z.object({ project }),
  }),
  remove: defineEndpoint({
    id: 'projects.remove',
    method: 'DELETE',
    path: '/api/projects/:projectId',
    access: 'person',
    scope: 'write',
    summary: 'Remove a project with everything in it; the default one stays',
    params: projectParams,
    response: z.object({ removed: z.literal(true) }),
  }),
};
