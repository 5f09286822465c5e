import { readConnectorUrl } from '#shared/connector-url.ts';
import type { Connector, ConnectorWarning, SignInInput } from '#shared/contract/connectors.ts';
import { slugOf } from '#shared/slug.ts';
import { type Asker, noteChange } from './change.ts';
import { checkSignIn, type SignInChecked } from './check-sign-in.ts';
import type { ConnectorRecord } from './connector.ts';
import type { ConnectorDeps } from './deps.ts';
import { connectorErrors } from './errors.ts';
import { defaultLabel, newAccount } from './new-account.ts';
import { readAuthority } from './read-authority.ts';
import { headersOf } from './sign-in.ts';

export interface AddConnectorInput {
  name: string;
  url: string;
  projectId?: string | undefined;
  transport: Connector['transport'];
  signIn: SignInInput;
  accountLabel?: string | undefined;
  certificateAuthority?: string | undefined;
  /** An import saves servers that do not answer today; a person in the dialog is told instead (the default). */
  whenUnreachable?: 'refuse' | 'save';
}

/**
 * Adds a connector with its first account, after the server was reached and listed with the sign-in. Saved
 * together or not at all. OAuth needs the server alone: the person signs in afterwards.
 */
export async function addConnector(
  deps: ConnectorDeps,
  asker: Asker,
  input: AddConnectorInput,
): Promise<{ connector: ConnectorRecord; warnings: ConnectorWarning[] }> {
  const read = readConnectorUrl(input.url);
  if (read.kind === 'bad') throw connectorErrors.badUrl(read);
  headersOf(input.signIn);
  const projectId = await deps.projectOf(asker.personId, input.projectId);
  const wanted = newConnector(deps, { personId: asker.personId, projectId, url: read.url }, input);
  const others = await sameUrl(deps, asker.personId, projectId, read.url);
  const checked = await check(deps, asker, wanted, input);
  const catalogue = checked.kind === 'listed' ? checked.catalogue : undefined;
  const account = newAccount(deps, wanted, {
    label: input.accountLabel || defaultLabel(input.signIn),
    signIn: input.signIn,
    isDefault: true,
    state: catalogue ? 'connected' : checked.kind === 'unreachable' ? 'failed' : 'sign-in-needed',
  });
  const icon = catalogue?.server.icons?.[0];
  const connector = await deps.store.insertWithAccount(
    {
      ...wanted,
      ...(icon ? { icon } : {}),
      health: { calls: [], ...(catalogue ? { lastListedAt: catalogue.listedAt } : {}) },
    },
    account,
    catalogue,
  );
  await noteChange(deps, asker, connector, `Added the connector ${connector.name} (${read.host})`, account);
  if (catalogue) await deps.catalogues.added(account, catalogue);
  return { connector, warnings: [...read.warnings, ...others.map(duplicateWarning)] };
}

function newConnector(
  deps: ConnectorDeps,
  where: { personId: string; projectId: string; url: string },
  input: AddConnectorInput,
): ConnectorRecord {
  const now = deps.clock.now();
  return {
    id: deps.makeId('con'),
    ...where,
    name: input.name,
    slug: slugOf(input.name),
    signIn: input.signIn.kind,
    transport: input.transport,
    ...readAuthority(input.certificateAuthority),
    health: { calls: [] },
    createdAt: now,
    updatedAt: now,
  };
}

async function check(
  deps: ConnectorDeps,
  asker: Asker,
  connector: ConnectorRecord,
  input: AddConnectorInput,
): Promise<SignInChecked | { kind: 'unreachable' }> {
  try {
    return await checkSignIn(deps, asker.personId, connector, input.signIn);
  } catch (error) {
    if (input.whenUnreachable !== 'save') throw error;
    return { kind: 'unreachable' };
  }
}

/** Connectors of the project with the same URL: allowed, for instance for two sets of permissions, and said. */
export async function sameUrl(
  deps: Pick<ConnectorDeps, 'store'>,
  personId: string,
  projectId: string,
  url: string,
): Promise<{ id: string; name: string }[]> {
  const all = await deps.store.ofProject(personId, projectId);
  return all.filter((other) => other.url === url).map(({ id, name }) => ({ id, name }));
}

const duplicateWarning = (other: { name: string }): ConnectorWarning => ({
  code: 'url_duplicate',
  message: `“${other.name}” of this project has the same URL. To use another sign-in, an account there is enough.`,
});
