// Every change by a person: memory dropped, open pages told, written to the record.
import type { Actor } from '../platform/route.ts';
import type { AccountRecord, ConnectorRecord } from './connector.ts';
import type { ConnectorDeps } from './deps.ts';
import { connectorErrors } from './errors.ts';

/** Who asks, and by which door. */
export type Asker = Pick<Actor, 'personId' | 'via'>;

type ChangeDeps = Pick<ConnectorDeps, 'memory' | 'bus' | 'activity' | 'log'>;

/** `summary` says what was changed, in words: “Renamed to Acme”. The change itself is already saved. */
export async function noteChange(
  deps: ChangeDeps,
  asker: Asker,
  connector: Pick<ConnectorRecord, 'id' | 'projectId' | 'name'>,
  summary: string,
  account?: Pick<AccountRecord, 'id'>,
): Promise<void> {
  deps.memory.drop(asker.personId);
  deps.bus.publish(asker.personId, { topic: 'connectors', id: connector.id });
  try {
    await deps.activity.write(
      {
        kind: 'change',
        personId: asker.personId,
        projectId: connector.projectId,
        door: asker.via === 'token' ? 'command-line' : 'by-hand',
        connectorId: connector.id,
        ...(account ? { accountId: account.id } : {}),
        subject: connector.name,
        summary,
      },
      { outcome: 'completed' },
    );
  } catch (error) {
    // The change is made; answering that it failed would make a person do it twice.
    deps.log.error('a change could not be recorded', { connector: connector.id, summary, error });
  }
}

type FindDeps = Pick<ConnectorDeps, 'store'>;

/** The person's connector, or 404: the same for an unknown id and for another person's. */
export async function requireConnector(
  deps: FindDeps,
  personId: string,
  connectorId: string,
): Promise<ConnectorRecord> {
  const connector = await deps.store.find(personId, connectorId);
  if (!connector) throw connectorErrors.connectorNotFound();
  return connector;
}

export async function requireAccount(
  deps: FindDeps,
  personId: string,
  params: { connectorId: string; accountId: string },
): Promise<{ connector: ConnectorRecord; account: AccountRecord }> {
  const connector = await requireConnector(deps, personId, params.connectorId);
  const account = await deps.store.findAccount(personId, params.accountId);
  if (account?.connectorId !== connector.id) throw connectorErrors.accountNotFound();
  return { connector, account };
}
