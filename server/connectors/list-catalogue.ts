// One listing of one account, from *connecting* to what came of it.
import type { Catalogue } from '#shared/contract/catalogue.ts';
import { type AccountEvent, advanceAccount } from './account-state.ts';
import type { AccountKey, ListedCatalogue } from './catalogues.ts';
import { type AccountRecord, type ConnectorRecord, type Problem, targetKey } from './connector.ts';
import type { ConnectorDeps } from './deps.ts';
import { listWithin } from './list-within.ts';
import { isAboutSignIn, problemOf } from './problem.ts';
import { targetOf } from './target.ts';
import { withinMilliseconds } from './within.ts';

export type ListingDeps = Pick<
  ConnectorDeps,
  'store' | 'memory' | 'health' | 'upstreams' | 'vault' | 'oauth' | 'bus' | 'clock' | 'log'
> & { listMilliseconds: number };

type Listed = { connector: ConnectorRecord; account: AccountRecord };

/** Answers with the account afterwards; undefined when it, or its connector, is gone. */
export async function listCatalogue(
  deps: ListingDeps,
  input: AccountKey & { reconnect: boolean; announce: (listed: ListedCatalogue) => Promise<void> },
): Promise<AccountRecord | undefined> {
  const account = await deps.store.findAccount(input.personId, input.accountId);
  const connector = account && (await deps.store.find(input.personId, account.connectorId));
  if (!account || !connector) return undefined;
  const lacking = lackingSignIn(connector, account);
  if (lacking) {
    await deps.store.changeAccount(account, { state: 'sign-in-needed', problem: lacking });
  } else {
    const listed = { connector, account: await begin(deps, account) };
    if (input.reconnect) await withinMilliseconds(deps.upstreams.forget(targetKey(account)), 2000);
    try {
      const now = await listWithin(deps.upstreams, targetOf(deps, connector, account), deps.listMilliseconds);
      await succeed(deps, listed, now, input.announce);
    } catch (error) {
      await fail(deps, listed, error);
    }
  }
  tell(deps, account);
  return deps.store.findAccount(input.personId, input.accountId);
}

/** A sign-in that was forgotten, or never entered, is not worth a request. */
function lackingSignIn(connector: ConnectorRecord, account: AccountRecord): Problem | undefined {
  if ((account.kind !== 'headers' && account.kind !== 'basic') || account.secret !== undefined)
    return undefined;
  const what = account.kind === 'headers' ? 'API key or headers' : 'user name and password';
  return (
    (account.state === 'sign-in-needed' ? account.problem : undefined) ?? {
      code: 'sign_in_forgotten',
      message: `Causeway holds no ${what} for the account “${account.label}” of ${connector.name}.`,
      fix: `Enter the ${what} again under Accounts.`,
    }
  );
}

async function begin(deps: ListingDeps, account: AccountRecord): Promise<AccountRecord> {
  const { state } = advanceAccount(account, { kind: 'connect' });
  if (state !== account.state) {
    await deps.store.changeAccount(account, { state });
    tell(deps, account);
  }
  return { ...account, state };
}

async function succeed(
  deps: ListingDeps,
  { connector, account }: Listed,
  now: Catalogue,
  announce: (listed: ListedCatalogue) => Promise<void>,
): Promise<void> {
  const before = await deps.store.catalogueOf(account.personId, account.id);
  if (!(await settle(deps, { connector, account }, { kind: 'listed' }, now))) return;
  if (account.isDefault) deps.health.note(connector, { kind: 'listed', at: now.listedAt });
  deps.memory.dropCatalogue(account.personId, account.id);
  deps.bus.publish(account.personId, { topic: 'catalogue', id: connector.id });
  const { personId, connectorId } = account;
  await announce({ personId, connectorId, accountId: account.id, before, now });
}

async function fail(deps: ListingDeps, { connector, account }: Listed, error: unknown): Promise<void> {
  const problem = problemOf(error, connector.name);
  const refused = isAboutSignIn(problem.code);
  deps.log.info('a connector could not be listed', { connector: connector.id, code: problem.code });
  if (problem.code === 'connector_failed') deps.log.warn('a listing failed unexpectedly', { error });
  const written = await settle(
    deps,
    { connector, account },
    { kind: refused ? 'refused' : 'failed', problem },
    undefined,
  );
  if (written && account.isDefault) {
    deps.health.note(connector, { kind: 'failed', at: deps.clock.now(), problem });
  }
}

function settle(
  deps: ListingDeps,
  { connector, account }: Listed,
  event: AccountEvent,
  catalogue: Catalogue | undefined,
): Promise<boolean> {
  const { state, problem } = advanceAccount(account, event);
  return deps.store.settleListing(
    { account, url: connector.url },
    { state, problem: problem ?? null },
    catalogue,
  );
}

function tell(deps: ListingDeps, account: AccountRecord): void {
  deps.memory.drop(account.personId);
  deps.bus.publish(account.personId, { topic: 'connectors', id: account.connectorId });
}
