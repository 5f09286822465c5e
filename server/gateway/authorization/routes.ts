import type { Kysely } from 'kysely';
import { AppError } from '#shared/app-error.ts';
import { gatewayClientEndpoints } from '#shared/contract/gateway-clients.ts';
import type { Bus } from '../../platform/bus.ts';
import { type Route, route } from '../../platform/route.ts';
import type { Tables } from '../../storage/tables.ts';
import type { GatewayPrincipal } from '../principal.ts';
import { describeRequest, listClients, revokeClient } from './clients.ts';

interface ClientRouteDependencies {
  db: Kysely<Tables>;
  bus: Bus;
  publicUrl: string;
  /** Ends what is open of a client, at once. */
  end(matches: (principal: Pick<GatewayPrincipal, 'personId' | 'clientId'>) => boolean): void;
}

const clientNotFound = (): AppError =>
  new AppError({
    code: 'gateway_client_not_found',
    status: 404,
    message: 'No such app is connected.',
    fix: 'Look at the list again; it may have been revoked already.',
  });

const requestNotUnderstood = (): AppError =>
  new AppError({
    code: 'gateway_request_not_understood',
    status: 404,
    message: 'The app or the project that this sign-in names does not exist.',
    fix: 'Start the sign-in again in the app.',
  });

export function gatewayClientRoutes(deps: ClientRouteDependencies): Route[] {
  return [
    route(gatewayClientEndpoints.list, async ({ actor }) => ({
      clients: await listClients(deps, actor.personId),
    })),
    route(gatewayClientEndpoints.revoke, async ({ actor: { personId }, body: { clientId } }) => {
      if (!(await revokeClient(deps, { personId, clientId }))) throw clientNotFound();
      deps.end((principal) => principal.personId === personId && principal.clientId === clientId);
      deps.bus.publish(personId, { topic: 'gateway' });
      return { revoked: true as const };
    }),
    route(gatewayClientEndpoints.describeRequest, async ({ actor: { personId }, query }) => {
      const request = await describeRequest(deps, { personId, ...query });
      if (!request) throw requestNotUnderstood();
      return { request };
    }),
  ];
}
