// The bundled example server, started on request beside Causeway.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

export const exampleEndpoints = {
  start: defineEndpoint({
    id: 'example.start',
    method: 'POST',
    path: '/api/example-server',
    access: 'person',
    scope: 'session',
    summary: 'Start the bundled example server on loopback, or say where it already runs',
    response: z.object({ url: z.string(), suggestedName: z.string() }),
  }),
};
