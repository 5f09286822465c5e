import { exampleEndpoints } from '#shared/contract/example.ts';
import { type Route, route } from '../platform/route.ts';
import type { ExampleServer } from './example-server.ts';

export const exampleRoutes = (example: ExampleServer): Route[] => [
  route(exampleEndpoints.start, async ({ body }) => ({
    ...(await example.start(body?.signIn ?? 'none')),
    suggestedName: 'Harbour office',
  })),
];
