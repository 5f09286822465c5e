// Projects over HTTP: each has its own connectors; a project that is removed takes everything in it along.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { api } from '#shared/contract/api.ts';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';
import { startExampleServer } from '../../example-server/start-example-server.ts';

let causeway: TestCauseway;
let example: Awaited<ReturnType<typeof startExampleServer>>;

beforeAll(async () => {
  [causeway, example] = await Promise.all([startCauseway(), startExampleServer()]);
});
afterAll(async () => {
  await Promise.all([causeway.close(), example.close()]);
});

test('a project has connectors of its own, and takes them, its ceilings and limits along when it goes', async () => {
  const { project } = await causeway.api(api.projects.create, { body: { name: 'Harbour work' } });
  expect(project).toMatchObject({ name: 'Harbour work', slug: 'harbour-work', isDefault: false });
  const projectId = project.id;
  const { connector } = await causeway.api(api.connectors.add, {
    body: { name: 'Harbour', url: example.url, projectId, signIn: { kind: 'none' } },
  });
  await causeway.api(api.permissions.addCeiling, {
    body: { layer: 'project', projectId, permission: 'ask', group: 'write' },
  });
  await causeway.api(api.limits.add, {
    body: { scope: 'project', projectId, period: 'day', maximum: 5, timeZone: 'UTC' },
  });
  const listed = async (query: { projectId?: string }) =>
    (await causeway.api(api.connectors.list, { query })).connectors.map(({ id }) => id);
  expect(await listed({ projectId })).toEqual([connector.id]);
  expect(await listed({})).toEqual([]);

  await causeway.api(api.projects.rename, { params: { projectId }, body: { name: 'Port' } });
  await causeway.api(api.projects.remove, { params: { projectId } });
  await expect(
    causeway.api(api.connectors.get, { params: { connectorId: connector.id } }),
  ).rejects.toMatchObject({ status: 404 });
  expect((await causeway.api(api.permissions.listCeilings, { query: {} })).ceilings).toEqual([]);
  expect((await causeway.api(api.limits.list, { query: {} })).limits).toEqual([]);

  const { entries } = await causeway.api(api.activity.list, { query: { projectId } });
  expect(entries.map(({ summary }) => summary)).toEqual(
    expect.arrayContaining([
      'Removed the project Port with everything in it',
      'Removed the connector Harbour',
      'Renamed the project to Port',
      'Created the project Harbour work',
    ]),
  );
});

test('the default project cannot be removed', async () => {
  const { projects } = await causeway.api(api.projects.list);
  await expect(
    causeway.api(api.projects.remove, { params: { projectId: projects[0]?.id ?? '' } }),
  ).rejects.toMatchObject({ code: 'project_is_default', status: 409 });
});
