// What changed, told to open pages over one stream, so that nothing polls.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

/** Always about something of the person who listens; the page asks again for what it shows. */
export const liveEvent = z.object({
  topic: z.enum([
    'connectors',
    'catalogue',
    'activity',
    'approvals',
    'limits',
    'reviews',
    'conversations',
    'projects',
    'tasks',
    'gateway',
    'hello',
  ]),
  /** Id of the thing, where there is one. */
  id: z.string().optional(),
});
export type LiveEvent = z.output<typeof liveEvent>;

export const eventEndpoints = {
  listen: defineEndpoint({
    id: 'events.listen',
    method: 'GET',
    path: '/api/events',
    access: 'person',
    scope: 'read',
    summary: 'Live changes',
    response: liveEvent,
    answer: 'events',
  }),
};
