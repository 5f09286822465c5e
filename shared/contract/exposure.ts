// How the tools of a project are shown to other apps: all of them, or a few tools that find and call them.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

/** `search`: search, describe, call. `split`: the same with one calling tool each for reading, writing, destroying. */
export const exposure = z.enum(['all', 'search', 'split']);
export type Exposure = z.output<typeof exposure>;

const exposureState = z.object({
  exposure,
  /** Tools that other apps may see. */
  tools: z.number(),
  /** Estimated tokens that the tool list costs in a model's context. */
  tokens: z.object({ all: z.number(), search: z.number(), split: z.number() }),
});
export type ExposureState = z.output<typeof exposureState>;

const params = z.object({ projectId: z.string() });
const path = '/api/projects/:projectId/exposure';

export const exposureEndpoints = {
  get: defineEndpoint({
    id: 'exposure.get',
    method: 'GET',
    path,
    access: 'person',
    scope: 'read',
    summary: 'How the tools of a project are shown to other apps, and what each way costs',
    params,
    response: exposureState,
  }),
  set: defineEndpoint({
    id: 'exposure.set',
    method: 'PUT',
    path,
    access: 'person',
    scope: 'write',
    summary: 'Choose how the tools of a project are shown to other apps; connected apps are told',
    params,
    body: z.object({ exposure }),
    response: exposureState,
  }),
};
