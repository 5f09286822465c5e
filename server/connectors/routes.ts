import { connectorEndpoints } from '#shared/contract/connectors.ts';
import { type Route, route } from '../platform/route.ts';
import { addAccount } from './add-account.ts';
import { addConnector } from './add-connector.ts';
import { requireAccount, requireConnector } from './change.ts';
import { connectAccount } from './connect-account.ts';
import type { ConnectorDeps } from './deps.ts';
import { disconnectAccount } from './disconnect-account.ts';
import { editAccount } from './edit-account.ts';
import { editConnector } from './edit-connector.ts';
import { connectorErrors } from './errors.ts';
import { getCatalogue } from './get-catalogue.ts';
import { probeConnector } from './probe-connector.ts';
import { removeAccount } from './remove-account.ts';
import { removeConnector } from './remove-connector.ts';
import { accountView, connectorViews } from './view.ts';

/** All of `connectorEndpoints` but `setPermission`, which belongs to the gate. */
export const connectorRoutes = (deps: ConnectorDeps): Route[] => [
  ...readRoutes(deps),
  ...changeRoutes(deps),
  ...accountRoutes(deps),
];

async function viewOf(deps: ConnectorDeps, personId: string, connectorId: string) {
  const connector = await requireConnector(deps, personId, connectorId);
  const accounts = await deps.store.accountsOf(personId, [connectorId]);
  const [view] = await connectorViews(deps, personId, [{ connector, accounts }]);
  if (!view) throw connectorErrors.connectorNotFound();
  return view;
}

const readRoutes = (deps: ConnectorDeps): Route[] => [
  route(connectorEndpoints.list, async ({ actor, query }) => {
    const projectId = await deps.projectOf(actor.personId, query.projectId);
    const kept = await deps.memory.ofProject(actor.personId, projectId);
    return { connectors: await connectorViews(deps, actor.personId, kept) };
  }),
  route(connectorEndpoints.get, async ({ actor, params }) => ({
    connector: await viewOf(deps, actor.personId, params.connectorId),
  })),
  route(connectorEndpoints.probe, ({ actor, body, signal }) =>
    probeConnector(deps, { personId: actor.personId, ...body, signal }),
  ),
  route(connectorEndpoints.catalogue, ({ actor, params, query }) =>
    getCatalogue(deps, { personId: actor.personId, ...params, ...query }),
  ),
];

const changeRoutes = (deps: ConnectorDeps): Route[] => [
  route(connectorEndpoints.add, async ({ actor, body }) => {
    const { connector, warnings } = await addConnector(deps, actor, body);
    return { connector: await viewOf(deps, actor.personId, connector.id), warnings };
  }),
  route(connectorEndpoints.edit, async ({ actor, params, body }) => {
    const { warnings } = await editConnector(deps, actor, { ...params, ...body });
    return { connector: await viewOf(deps, actor.personId, params.connectorId), warnings };
  }),
  route(connectorEndpoints.remove, async ({ actor, params }) => {
    await removeConnector(deps, actor, params.connectorId);
    return { removed: true as const };
  }),
  route(connectorEndpoints.refresh, async ({ actor, params, body }) => {
    const connector = await requireConnector(deps, actor.personId, params.connectorId);
    const [first] = await deps.store.accountsOf(actor.personId, [connector.id]);
    const accountId = body?.accountId ?? first?.id;
    if (accountId === undefined) throw connectorErrors.noAccount(connector.name);
    await requireAccount(deps, actor.personId, { connectorId: connector.id, accountId });
    await deps.catalogues.refresh({ personId: actor.personId, accountId }, { reconnect: true });
    return { connector: await viewOf(deps, actor.personId, connector.id) };
  }),
];

const accountRoutes = (deps: ConnectorDeps): Route[] => [
  route(connectorEndpoints.addAccount, async ({ actor, params, body }) => ({
    account: accountView(await addAccount(deps, actor, { ...params, ...body })),
  })),
  route(connectorEndpoints.editAccount, async ({ actor, params, body }) => ({
    account: accountView(await editAccount(deps, actor, { ...params, ...body })),
  })),
  route(connectorEndpoints.connectAccount, async ({ actor, params }) => ({
    account: accountView(await connectAccount(deps, actor, params)),
  })),
  route(connectorEndpoints.disconnectAccount, async ({ actor, params }) => ({
    account: accountView(await disconnectAccount(deps, actor, params)),
  })),
  route(connectorEndpoints.removeAccount, async ({ actor, params }) => {
    await removeAccount(deps, actor, params);
    return { removed: true as const };
  }),
];
