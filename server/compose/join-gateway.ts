// The gateway: Causeway as a remote MCP server of its own.
import type { Connectors } from '../connectors/connectors.ts';
import { createApprovalQuestions } from '../gateway/approval-questions.ts';
import { createClientTokens } from '../gateway/authorization/client-tokens.ts';
import { gatewayClientRoutes } from '../gateway/authorization/routes.ts';
import { exposureRoutes } from '../gateway/exposure-routes.ts';
import { createGateway } from '../gateway/gateway.ts';
import { createRequestStates } from '../gateway/methods/request-state.ts';
import type { OfferedConnector } from '../gateway/offer/offer.ts';
import type { WatchResources } from '../gateway/subscriptions.ts';
import type { RemoteServers } from '../mcp/remote-servers.ts';
import { actorOfToken } from '../people/access-tokens.ts';
import { listProjects, readExposure } from '../projects/store.ts';
import type { Gate } from '../tool-calls/create-gate.ts';
import type { House } from './house.ts';

interface GatewayJoints {
  connectors: Connectors;
  gate: Gate;
  upstreams: RemoteServers['upstreams'];
}

export function joinGateway(house: House, { connectors, gate, upstreams }: GatewayJoints) {
  const { publicUrl } = house;
  const visibleConnectors = async (personId: string, projectId: string): Promise<OfferedConnector[]> => {
    const all = await connectors.forCalls.ofProject({ personId, projectId });
    return Promise.all(
      all.map(async (connector): Promise<OfferedConnector> => {
        const { id, slug, name, account, catalogue } = connector;
        return {
          id,
          slug,
          name,
          ...(account ? { accountId: account.id } : {}),
          catalogue:
            catalogue &&
            (await gate.visibleCatalogue({ personId, projectId, connector: { ...connector, catalogue } })),
        };
      }),
    );
  };
  const projectNamed = async (personId: string, slug: string) =>
    (await listProjects(house, personId)).find((each) => each.slug === slug);
  const clientTokens = createClientTokens({ ...house, findProject: projectNamed });
  const gateway = createGateway({
    ...house,
    callThroughGate: gate.callTool,
    states: createRequestStates(house),
    approvals: createApprovalQuestions({ answerApproval: gate.answerApproval, publicUrl }),
    async findProject(personId, slug) {
      const project = await projectNamed(personId, slug);
      return (
        project && { ...project, exposure: await readExposure(house, { personId, projectId: project.id }) }
      );
    },
    visibleConnectors,
    async authenticate(token, endpoint) {
      const actor = await actorOfToken(house, token);
      if (!actor) return clientTokens(token, endpoint);
      if (!actor.scopes.includes('call')) return undefined;
      return { personId: actor.personId, clientId: actor.viaId };
    },
    watchResources: watchThrough(house, { connectors, upstreams }),
  });
  house.routes.push(
    ...exposureRoutes({ ...house, visibleConnectors }),
    ...gatewayClientRoutes({ ...house, end: gateway.revoke }),
  );
  house.endings.push(() => gateway.close());
  return { gateway };
}

/** Opens the connection only now; a server that cannot be reached is watched from when it can. */
const watchThrough =
  (house: House, { connectors, upstreams }: Omit<GatewayJoints, 'gate'>): WatchResources =>
  (personId, connector, uris, listener) => {
    let stop: (() => void) | undefined;
    let stopped = false;
    const begin = async (): Promise<void> => {
      const { target } = await connectors.forCalls.resolve({ personId, connectorId: connector.id });
      const connection = await upstreams.open(target);
      if (stopped) return;
      stop = connection.watch({ resources: uris }, (change) => {
        if (change.kind === 'resource') listener(change.uri);
      });
    };
    begin().catch((error: unknown) => house.log.warn('resources are not watched', { error }));
    return () => {
      stopped = true;
      stop?.();
    };
  };
