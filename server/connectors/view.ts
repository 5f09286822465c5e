// What the web API says of connectors and accounts. Nothing here can hold a secret.
import type { Account, Connector } from '#shared/contract/connectors.ts';
import type { AccountRecord, ConnectorRecord, Counts } from './connector.ts';
import type { ConnectorDeps } from './deps.ts';
import { healthView } from './health.ts';
import type { Kept } from './memory.ts';

export const accountView = (account: AccountRecord): Account => ({
  id: account.id,
  connectorId: account.connectorId,
  label: account.label,
  kind: account.kind,
  state: account.state,
  ...(account.identity === undefined ? {} : { identity: account.identity }),
  ...(account.problem === undefined ? {} : { problem: account.problem }),
  isDefault: account.isDefault,
  createdAt: account.createdAt,
  ...(account.lastUsedAt === undefined ? {} : { lastUsedAt: account.lastUsedAt }),
});

/** In the order given; counts are those of the default account. */
export async function connectorViews(
  deps: Pick<ConnectorDeps, 'store' | 'health' | 'heldCounts' | 'isPrivateAddress'>,
  personId: string,
  kept: readonly Kept[],
): Promise<Connector[]> {
  const ids = kept.map(({ connector }) => connector.id);
  const [counts, held] = await Promise.all([
    deps.store.countsOf(personId, ids),
    deps.heldCounts(personId, ids),
  ]);
  return kept.map(({ connector, accounts }) => {
    const account = accounts.find(({ isDefault }) => isDefault) ?? accounts[0];
    return {
      ...connectorFacts(deps, connector),
      health: healthView(deps.health.of(connector), account),
      ...countsPart(account && counts.get(account.id)),
      heldCount: held.get(connector.id) ?? 0,
      accounts: accounts.map(accountView),
    };
  });
}

const countsPart = (counts: Counts | undefined) => (counts ? { counts } : {});

function connectorFacts(
  deps: Pick<ConnectorDeps, 'health' | 'isPrivateAddress'>,
  connector: ConnectorRecord,
): Omit<Connector, 'health' | 'counts' | 'heldCount' | 'accounts'> {
  const lastUsedAt = deps.health.lastUsedAt(connector);
  return {
    id: connector.id,
    projectId: connector.projectId,
    name: connector.name,
    slug: connector.slug,
    url: connector.url,
    host: new URL(connector.url).host,
    signIn: connector.signIn,
    transport: connector.transport,
    ...(connector.icon === undefined ? {} : { icon: connector.icon }),
    privateAddress: deps.isPrivateAddress(connector.url),
    createdAt: connector.createdAt,
    updatedAt: connector.updatedAt,
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
  };
}
