import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { ToolState } from '#shared/contract/connectors.ts';
import { requireConnector } from './change.ts';
import type { ConnectorDeps } from './deps.ts';
import { connectorErrors } from './errors.ts';

/** The last catalogue listed with an account (the default one), with what each tool may do and costs. */
export async function getCatalogue(
  deps: ConnectorDeps,
  input: { personId: string; connectorId: string; accountId?: string | undefined },
): Promise<{ catalogue?: Catalogue; toolStates: ToolState[] }> {
  const connector = await requireConnector(deps, input.personId, input.connectorId);
  const accounts = await deps.store.accountsOf(input.personId, [connector.id]);
  const account =
    input.accountId === undefined ? accounts[0] : accounts.find(({ id }) => id === input.accountId);
  if (!account) {
    if (input.accountId !== undefined) throw connectorErrors.accountNotFound();
    return { toolStates: [] };
  }
  deps.onUse(account);
  const catalogue = await deps.memory.catalogue(input.personId, account.id);
  if (!catalogue) return { toolStates: [] };
  const toolStates = await deps.toolStates({
    personId: input.personId,
    projectId: connector.projectId,
    connectorId: connector.id,
    tools: catalogue.tools,
  });
  return { catalogue, toolStates };
}
