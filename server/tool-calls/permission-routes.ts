// Permissions, argument rules, ceilings and the simulator over the web API.
import { callGroup } from '#shared/contract/catalogue.ts';
import { connectorEndpoints } from '#shared/contract/connectors.ts';
import { keptResultEndpoints } from '#shared/contract/kept-results.ts';
import { permissionEndpoints } from '#shared/contract/permissions.ts';
import { type Route, route } from '../platform/route.ts';
import { addCeiling, listCeilings, ownProject, removeCeiling } from './ceilings.ts';
import { connectorOf } from './connector-of.ts';
import { definitionsOf } from './definitions.ts';
import { given } from './given.ts';
import type { KeptResults } from './kept-results.ts';
import type { Limits } from './limits.ts';
import { hostOf } from './policies.ts';
import { addRule, editRule, listRules, type RulesDeps, removeRule, tryRule } from './rules.ts';
import { setPermission } from './set-permission.ts';
import { effectivePermissions, simulate } from './simulate.ts';

export type PermissionRoutesDeps = RulesDeps & { limits: Limits; keptResults: KeptResults };

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
    route(permissionEndpoints.groups, ({ actor, params }) =>
      groupsOf(deps, actor.personId, params.connectorId),
    ),
    ...ruleRoutes(deps),
    ...ceilingRoutes(deps),
    route(permissionEndpoints.simulate, ({ actor, params, body }) =>
      simulate(deps, { personId: actor.personId, connectorId: params.connectorId }, body),
    ),
    route(permissionEndpoints.effective, async ({ actor, params }) => {
      const of = { personId: actor.personId, projectId: params.projectId };
      await ownProject(deps, of.personId, of.projectId);
      return { rows: await effectivePermissions(deps, of), ceilings: await listCeilings(deps, of) };
    }),
    route(keptResultEndpoints.page, ({ actor, params, query }) =>
      deps.keptResults.page({ callId: params.callId, personId: actor.personId, offset: query.offset }),
    ),
  ];
}

function ruleRoutes(deps: PermissionRoutesDeps): Route[] {
  return [
    route(permissionEndpoints.addRule, async ({ actor, params, body }) => ({
      rule: await addRule(deps, { personId: actor.personId, ...params }, body),
    })),
    route(permissionEndpoints.editRule, async ({ actor, params, body }) => ({
      rule: await editRule(deps, { personId: actor.personId, ...params }, body),
    })),
    route(permissionEndpoints.removeRule, async ({ actor, params }) => {
      await removeRule(deps, { personId: actor.personId, ...params });
      return { removed: true as const };
    }),
    route(permissionEndpoints.tryRule, ({ actor, params, body }) =>
      tryRule(deps, { personId: actor.personId, ...params }, body),
    ),
  ];
}

function ceilingRoutes(deps: PermissionRoutesDeps): Route[] {
  return [
    route(permissionEndpoints.listCeilings, async ({ actor, query }) => ({
      ceilings: await listCeilings(deps, { personId: actor.personId, ...given(query) }),
    })),
    route(permissionEndpoints.addCeiling, async ({ actor, body: { layer, projectId, ...input } }) => {
      if (input.connectorId !== undefined)
        await connectorOf(deps, { personId: actor.personId, connectorId: input.connectorId });
      return { ceiling: await addCeiling(deps, actor.personId, { layer, ...given({ projectId }) }, input) };
    }),
    route(permissionEndpoints.removeCeiling, async ({ actor, params }) => {
      await removeCeiling(deps, actor.personId, params.ceilingId, 'person');
      return { removed: true as const };
    }),
    route(permissionEndpoints.addAdministratorCeiling, async ({ actor, body }) => ({
      ceiling: await addCeiling(deps, actor.personId, { layer: 'administrator' }, body),
    })),
    route(permissionEndpoints.removeAdministratorCeiling, async ({ actor, params }) => {
      await removeCeiling(deps, actor.personId, params.ceilingId, 'administrator');
      return { removed: true as const };
    }),
  ];
}

async function groupsOf(deps: PermissionRoutesDeps, personId: string, connectorId: string) {
  const connector = await connectorOf(deps, { personId, connectorId });
  const { projectId, catalogue } = connector;
  const policy = await deps.policies.of({ personId, projectId, connector });
  const tools = [...definitionsOf(catalogue).tools.values()];
  const ceilings = await listCeilings(deps, { personId, projectId });
  return {
    groups: callGroup.options.map((group) => ({
      group,
      permission:
        policy.stored.groups[group] ?? (group === 'resources' || group === 'prompts' ? 'allow' : 'ask'),
      isDefault: policy.stored.groups[group] === undefined,
      count:
        group === 'resources'
          ? (catalogue?.resources.length ?? 0) + (catalogue?.resourceTemplates.length ?? 0)
          : group === 'prompts'
            ? (catalogue?.prompts.length ?? 0)
            : tools.filter((tool) => tool.group === group).length,
    })),
    rules: await listRules(deps, personId, connector),
    ceilings: ceilings.filter(
      (one) =>
        (one.connectorId === undefined || one.connectorId === connectorId) &&
        (one.host === undefined || one.host === hostOf(connector.url)),
    ),
  };
}
