import { readConnectorUrl } from '#shared/connector-url.ts';
import type { Connector, ConnectorWarning, SignInKind } from '#shared/contract/connectors.ts';
import { slugPattern } from '#shared/slug.ts';
import { advanceAccount } from './account-state.ts';
import { type Asker, noteChange, requireConnector } from './change.ts';
import type { AccountRecord, ConnectorRecord, Problem } from './connector.ts';
import type { ConnectorDeps } from './deps.ts';
import { connectorErrors } from './errors.ts';
import { reconnect } from './reconnect.ts';
import type { AccountChange } from './store.ts';

export interface EditConnectorInput {
  connectorId: string;
  name?: string | undefined;
  url?: string | undefined;
  transport?: Connector['transport'] | undefined;
  signIn?: SignInKind | undefined;
  slug?: string | undefined;
}

/**
 * Changes a connector at any time, also while its server is down. Another URL detaches the accounts: their
 * secrets were given for the old one, so they are deleted here before the new URL is saved.
 */
export async function editConnector(
  deps: ConnectorDeps,
  asker: Asker,
  input: EditConnectorInput,
): Promise<{ connector: ConnectorRecord; warnings: ConnectorWarning[] }> {
  const before = await requireConnector(deps, asker.personId, input.connectorId);
  const read = input.url === undefined ? undefined : readConnectorUrl(input.url);
  if (read?.kind === 'bad') throw connectorErrors.badUrl(read);
  if (input.slug !== undefined && !slugPattern.test(input.slug)) throw connectorErrors.badSlug();
  const after: ConnectorRecord = {
    ...before,
    name: input.name ?? before.name,
    slug: input.slug ?? before.slug,
    url: read?.url ?? before.url,
    transport: input.transport ?? before.transport,
    signIn: input.signIn ?? before.signIn,
    updatedAt: deps.clock.now(),
  };
  const accounts = await deps.store.accountsOf(asker.personId, [before.id]);
  const warnings: ConnectorWarning[] = [...(read?.warnings ?? [])];
  const moved = after.url !== before.url;
  const detached = accounts.filter(
    (account) => moved || (account.kind !== after.signIn && after.signIn !== before.signIn),
  );
  if (!(await deps.store.update({ ...after, url: before.url }))) throw connectorErrors.slugTaken(after.slug);
  await detach(deps, { before, after }, detached, moved);
  if (moved) {
    await deps.store.update(after);
    deps.health.note(after, { kind: 'forgotten' });
  }
  const signedOut = detached.filter((account) => account.kind !== 'none');
  if (signedOut.length > 0) warnings.push(detachedWarning(after, signedOut, moved));
  await noteChange(deps, asker, after, summaryOf(before, after));
  if (moved || after.transport !== before.transport || detached.length > 0) reconnect(deps, accounts);
  return { connector: after, warnings };
}

/** Deletes what was given for the old URL or kind, here and, for OAuth, at authorization. */
async function detach(
  deps: ConnectorDeps,
  { before, after }: { before: ConnectorRecord; after: ConnectorRecord },
  accounts: AccountRecord[],
  moved: boolean,
): Promise<void> {
  for (const account of accounts) {
    const problem: Problem = {
      code: 'account_detached',
      message: moved
        ? `${after.name} has another URL since, so its sign-in was deleted: a sign-in goes only where it was given for.`
        : `${after.name} signs in another way since.`,
      fix: 'Sign in again under Accounts.',
    };
    const kind = after.signIn === before.signIn ? account.kind : after.signIn;
    await deps.store.changeAccount(account, {
      secret: null,
      identity: null,
      kind,
      ...conditionAfter(account, kind, problem),
    });
    await deps.store.removeCatalogue(account);
    deps.memory.dropCatalogue(account.personId, account.id);
  }
  if (accounts.some((account) => account.kind === 'oauth')) {
    await deps.oauth.forgetConnector({ personId: before.personId, connectorId: before.id });
  }
}

/** Without a sign-in there is nothing to enter: the new place is tried at once, unless the person disconnected it. */
function conditionAfter(account: AccountRecord, kind: SignInKind, problem: Problem): AccountChange {
  if (account.state === 'disconnected') return {};
  if (kind === 'none') return { state: 'connecting', problem: null };
  const { state } = advanceAccount(account, { kind: 'detach', problem });
  return { state, problem };
}

function detachedWarning(
  connector: ConnectorRecord,
  accounts: AccountRecord[],
  moved: boolean,
): ConnectorWarning {
  const labels = accounts.map((account) => `“${account.label}”`).join(', ');
  return {
    code: 'accounts_detached',
    message: moved
      ? `The sign-in of ${labels} was deleted, since it was given for the old URL. Sign in to ${connector.name} again.`
      : `The sign-in of ${labels} was deleted, since ${connector.name} now signs in another way.`,
  };
}

function summaryOf(before: ConnectorRecord, after: ConnectorRecord): string {
  const changes = [
    ...(before.name === after.name ? [] : [`name from ${before.name} to ${after.name}`]),
    ...(before.slug === after.slug ? [] : [`short name from ${before.slug} to ${after.slug}`]),
    ...(before.url === after.url ? [] : [`URL from ${before.url} to ${after.url}`]),
    ...(before.transport === after.transport ? [] : [`transport to ${after.transport}`]),
    ...(before.signIn === after.signIn ? [] : [`sign-in to ${after.signIn}`]),
  ];
  return changes.length === 0 ? 'Saved without a change' : `Changed ${changes.join(', ')}`;
}
