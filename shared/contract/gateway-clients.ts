// Apps that signed in to the gateway by OAuth: what they ask for, which are connected, and how to end them.
import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';

const clientId = z.string().min(1).max(2_048);

export const connectedClient = z.object({
  clientId: z.string(),
  /** By its own word. */
  name: z.string(),
  redirectHosts: z.array(z.string()),
  /** Known by a document at its own address, or registered by itself. */
  identity: z.enum(['metadata-document', 'registered']),
  projectSlugs: z.array(z.string()),
  connectedAt: z.number(),
  lastUsedAt: z.number().optional(),
});
export type ConnectedClient = z.output<typeof connectedClient>;

export const authorizationRequest = z.object({
  clientName: z.string(),
  /** Where the client's metadata document is; absent when the client only registered itself. */
  clientHost: z.string().optional(),
  redirectHost: z.string(),
  projectName: z.string(),
});
export type AuthorizationRequest = z.output<typeof authorizationRequest>;

export const gatewayClientEndpoints = {
  list: defineEndpoint({
    id: 'gateway-clients.list',
    method: 'GET',
    path: '/api/gateway/clients',
    access: 'person',
    scope: 'read',
    summary: 'Apps that are connected to the gateway by OAuth',
    response: z.object({ clients: z.array(connectedClient) }),
  }),
  revoke: defineEndpoint({
    id: 'gateway-clients.revoke',
    method: 'POST',
    path: '/api/gateway/clients/revoke',
    access: 'person',
    scope: 'session',
    summary: 'Disconnect an app: its tokens and open streams end',
    body: z.object({ clientId }),
    response: z.object({ revoked: z.literal(true) }),
  }),
  describeRequest: defineEndpoint({
    id: 'gateway-clients.describe-request',
    method: 'GET',
    path: '/api/gateway/authorization-request',
    access: 'person',
    scope: 'session',
    summary: 'What an app asks of the person: its name, where it sends them, for which project',
    query: z.object({
      clientId,
      redirectUri: z.string().min(1).max(4_096),
      resource: z.string().min(1).max(2_048),
    }),
    response: z.object({ request: authorizationRequest }),
  }),
};
