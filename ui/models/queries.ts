// What the screens of models ask for.
import { queryOptions } from '@tanstack/react-query';
import { modelEndpoints } from '#shared/contract/models.ts';
import { call } from '../api/call.ts';

export const modelsQuery = queryOptions({
  queryKey: ['models'],
  queryFn: ({ signal }) => call(modelEndpoints.list, {}, { signal }),
});

/** Model servers on the machine of Causeway; looked for when somebody looks at the list. */
export const localModelsQuery = queryOptions({
  queryKey: ['models', 'local'],
  queryFn: async ({ signal }) => (await call(modelEndpoints.discover, {}, { signal })).found,
});
