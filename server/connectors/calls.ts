// Connectors as the gate and the doors see them: `connectors-for-calls.ts`, from memory.
import type { Catalogue } from '#shared/contract/catalogue.ts';
import { advanceAccount, canCall } from './account-state.ts';
import type { AccountRecord, ConnectorRecord } from './connector.ts';
import type { CallProblem, ConnectorsForCalls, ResolvedConnector } from './connectors-for-calls.ts';
import type { ConnectorDeps } from './deps.ts';
import { connectorErrors } from './errors.ts';
import type { Kept } from './memory.ts';
import { meaningOfCall } from './problem.ts';
import { createRecentMap } from './recent-map.ts';
import { targetOf } from './target.ts';

type CallsDeps = Pick<
  ConnectorDeps,
  'memory' | 'store' | 'health' | 'catalogues' | 'vault' | 'oauth' | 'bus' | 'log' | 'clock' | 'onUse'
>;

export function createConnectorsForCalls(deps: CallsDeps): ConnectorsForCalls {
  // What a call was made with; whatever was called was resolved shortly before.
  const used = createRecentMap<{ kept: Kept; account: AccountRecord; failed?: true }>(10_000);
  return {
    async resolve(input) {
      const kept = await deps.memory.connector(input.personId, input.connectorId);
      if (!kept) throw connectorErrors.connectorNotFound();
      const account = usableAccount(kept, input.accountId);
      deps.onUse(account);
      used.set(account.id, { kept, account });
      const found = deps.memory.catalogue(account.personId, account.id);
      return { ...facts(kept, await found), ...accountPart(deps, kept, account) };
    },
    ofProject: ({ personId, projectId }) => ofProject(deps, personId, projectId),
    noteCall(call) {
      const known = used.get(call.accountId);
      if (!known) return;
      deps.health.noteUse(known.kept.connector, call.accountId);
      // What failed since it was resolved may have moved the account, which a success moves back.
      if (call.problem) known.failed = true;
      if (!known.failed && known.account.state !== 'failed') {
        deps.health.note(known.kept.connector, { kind: 'called', milliseconds: call.milliseconds });
        return;
      }
      noteTurn(deps, { ...call, personId: known.account.personId }).catch((error) =>
        deps.log.warn('a call was not noted', { error }),
      );
    },
    onCatalogue: deps.catalogues.onCatalogue,
  };
}

function usableAccount(kept: Kept, accountId: string | undefined): AccountRecord {
  const { name } = kept.connector;
  const account =
    accountId === undefined ? defaultOf(kept) : kept.accounts.find(({ id }) => id === accountId);
  if (!account) {
    throw accountId === undefined ? connectorErrors.noAccount(name) : connectorErrors.accountNotFound();
  }
  if (!canCall(account.state)) {
    throw connectorErrors.accountNotConnected(name, account.label, account.problem);
  }
  return account;
}

async function ofProject(deps: CallsDeps, personId: string, projectId: string) {
  const all = await deps.memory.ofProject(personId, projectId);
  return Promise.all(
    all.map(async (kept) => {
      const account = defaultOf(kept);
      const usable = account && canCall(account.state) ? account : undefined;
      const catalogue = account && (await deps.memory.catalogue(account.personId, account.id));
      return { ...facts(kept, catalogue), ...(usable ? accountPart(deps, kept, usable) : {}) };
    }),
  );
}

const defaultOf = (kept: Kept): AccountRecord | undefined =>
  kept.accounts.find(({ isDefault }) => isDefault) ?? kept.accounts[0];

function facts({ connector }: Kept, catalogue: Catalogue | undefined) {
  const { id, projectId, name, slug, url } = connector;
  return { id, projectId, name, slug, url, catalogue };
}

type AccountPart = Pick<ResolvedConnector, 'account' | 'target'>;
/** As long as the account is kept: a changed one is another object. */
const parts = new WeakMap<AccountRecord, { connector: ConnectorRecord; part: AccountPart }>();

function accountPart(deps: CallsDeps, { connector }: Kept, account: AccountRecord): AccountPart {
  const known = parts.get(account);
  if (known?.connector === connector) return known.part;
  const part = makeAccountPart(deps, connector, account);
  parts.set(account, { connector, part });
  return part;
}

function makeAccountPart(deps: CallsDeps, connector: ConnectorRecord, account: AccountRecord): AccountPart {
  return {
    account: {
      id: account.id,
      label: account.label,
      kind: account.kind,
      ...(account.identity === undefined ? {} : { identity: account.identity }),
    },
    target: targetOf(deps, connector, account),
  };
}

/** A call tells how the server does: it can end a sign-in, or show that a server is back. */
async function noteTurn(
  deps: CallsDeps,
  call: {
    personId: string;
    connectorId: string;
    accountId: string;
    milliseconds: number;
    problem?: CallProblem;
  },
): Promise<void> {
  const kept = await deps.memory.connector(call.personId, call.connectorId);
  const account = kept?.accounts.find(({ id }) => id === call.accountId);
  if (!kept || !account) return;
  const means = call.problem ? meaningOfCall(call.problem.code) : 'nothing';
  if (means === 'nothing')
    deps.health.note(kept.connector, { kind: 'called', milliseconds: call.milliseconds });
  if (call.problem && means !== 'nothing') {
    const event = { kind: means === 'sign-in' ? 'refused' : 'failed', problem: call.problem } as const;
    deps.health.note(kept.connector, { kind: 'failed', at: deps.clock.now(), problem: call.problem });
    await move(deps, account, advanceAccount(account, event));
  } else if (account.state === 'failed') {
    await move(deps, account, advanceAccount(account, { kind: 'listed' }));
    deps.catalogues.changed({ personId: account.personId, accountId: account.id });
  }
}

async function move(
  deps: CallsDeps,
  account: AccountRecord,
  { state, problem }: Pick<AccountRecord, 'state' | 'problem'>,
): Promise<void> {
  if (state === account.state && problem?.code === account.problem?.code) return;
  await deps.store.changeAccount(account, { state, problem: problem ?? null });
  deps.memory.drop(account.personId);
  deps.bus.publish(account.personId, { topic: 'connectors', id: account.connectorId });
}
