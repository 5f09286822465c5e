// The bundled example server, started on request beside Causeway.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

/** `none`: nobody signs in. `oauth`: it brings an authorization server, with tokens that live a minute. */
export const exampleSignIn = z.enum(['none', 'oauth']);
export type ExampleSignIn = z.output<typeof exampleSignIn>;

export const exampleEndpoints = {
  start: defineEndpoint({
    id: 'example.start',
    method: 'POST',
    path: '/api/example-server',
    access: 'person',
    scope: 'session',
    summary: 'Start the bundled example server on loopback, or say where it already runs',
    body: z.object({ signIn: exampleSignIn.default('none') }).optional(),
    response: z.object({ url: z.string(), suggestedName: z.string() }),
  }),
};
