// Results that were too large to show: kept whole for a week, read page by page.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

export const keptResultEndpoints = {
  page: defineEndpoint({
    id: 'calls.kept-result',
    method: 'GET',
    path: '/api/calls/:callId/result',
    access: 'person',
    scope: 'read',
    summary: 'One page of the JSON text of a large result',
    params: z.object({ callId: z.string() }),
    query: z.object({ offset: z.coerce.number().int().min(0).default(0) }),
    response: z.object({ text: z.string(), length: z.number(), nextOffset: z.number().optional() }),
  }),
};
