// A connector by its short name, id or full name.
import { type Connector, connectorEndpoints } from '#shared/contract/connectors.ts';
import { connectorAmbiguous, connectorUnknown } from './errors.ts';
import type { Session } from './session.ts';

export async function findConnector(session: Session, reference: string): Promise<Connector> {
  const projectId = await session.projectId();
  const { connectors } = await session.client().call(connectorEndpoints.list, { query: { projectId } });
  const exact = connectors.filter(({ id, slug }) => id === reference || slug === reference);
  const found =
    exact.length > 0
      ? exact
      : connectors.filter(({ name }) => name.toLowerCase() === reference.toLowerCase());
  const [first, second] = found;
  if (!first)
    throw connectorUnknown(
      reference,
      connectors.map(({ slug }) => slug),
    );
  if (second)
    throw connectorAmbiguous(
      reference,
      found.map(({ slug, id }) => `${slug} (${id})`),
    );
  return first;
}
