// Permissions over the web API.
import { connectorEndpoints } from '#shared/contract/connectors.ts';
import type { ConnectorsForCalls } from '../connectors/connectors-for-calls.ts';
import { type Route, route } from '../platform/route.ts';
import { connectorOf } from './connector-of.ts';
import { type SetPermissionDeps, setPermission } from './set-permission.ts';

export interface PermissionRoutesDeps extends SetPermissionDeps {
  connectors: ConnectorsForCalls;
}

export function permissionRoutes(deps: PermissionRoutesDeps): Route[] {
  return [
    route(connectorEndpoints.setPermission, async ({ actor, params, body }) => {
      const connector = await connectorOf(deps, {
        personId: actor.personId,
        connectorId: params.connectorId,
      });
      await setPermission(deps, {
        personId: actor.personId,
        door: actor.via === 'token' ? 'command-line' : 'by-hand',
        connector,
        target: body.target,
        permission: body.permission,
      });
      return { saved: true as const };
    }),
  ];
}
