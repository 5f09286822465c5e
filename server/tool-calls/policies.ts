// Policies compiled and kept in memory, dropped when anything they were made of changes, here or in another process.
import type { Kysely } from 'kysely';
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { CompilePattern } from '#shared/policy/conditions.ts';
import {
  type CompiledPolicy,
  compilePolicy,
  type DefinitionState,
  type Policy,
} from '#shared/policy/decide.ts';
import type { Tables } from '../storage/tables.ts';
import type { DefinitionKind } from './digest.ts';
import { createPolicyRevisions, type PolicyScope, scopesOf } from './policy-revisions.ts';
import { type PolicyKey, readPolicy, reviewKey, type StoredPolicy } from './policy-store.ts';

export interface CallPolicy extends CompiledPolicy {
  key: PolicyKey;
  stored: StoredPolicy;
  policy: Policy;
  /** The connector's, when it was made. */
  url: string;
  /** Grows with every change that may touch a decision on this connector; approvals are bound to it. */
  revision: string;
  definitionState(kind: DefinitionKind, name: string, digest: string): DefinitionState;
}

export interface PolicyConnector {
  id: string;
  name: string;
  url: string;
  catalogue: Catalogue | undefined;
}

export interface PolicyFor {
  personId: string;
  projectId: string;
  connector: PolicyConnector;
}

export interface Policies {
  /** Answers at once when the policy is in memory and fresh. Rejects when it cannot be verified: then nothing is allowed. */
  of(input: PolicyFor): CallPolicy | Promise<CallPolicy>;
  /** After a change made here: the next decision sees it. */
  expire(): void;
}

export interface PoliciesDeps {
  db: Kysely<Tables>;
  monotonic: () => number;
  compilePattern: CompilePattern;
  /** Called before a connector's first policy: records what its person accepted by adding it. True when it wrote something. */
  acceptFirstListing: (input: PolicyFor) => Promise<boolean>;
}

export function createPolicies(deps: PoliciesDeps): Policies {
  const kept = new Map<string, CallPolicy>();
  const loading = new Map<string, Promise<CallPolicy>>();
  let generation = 0;
  const revisions = createPolicyRevisions({
    db: deps.db,
    monotonic: deps.monotonic,
    onChange(scope) {
      generation += 1;
      for (const [id, policy] of kept) if (touches(scope, policy.key)) kept.delete(id);
    },
  });

  const load = async (input: PolicyFor, id: string): Promise<CallPolicy> => {
    for (;;) {
      const started = generation;
      const policy = await loadPolicy(deps, input);
      if (started !== generation) continue;
      kept.set(id, policy);
      if (kept.size > 5000) kept.delete(kept.keys().next().value as string);
      return policy;
    }
  };
  const loadOnce = (input: PolicyFor, id: string): Promise<CallPolicy> => {
    const known = loading.get(id);
    if (known) return known;
    const one = load(input, id).finally(() => loading.delete(id));
    loading.set(id, one);
    return one;
  };
  const find = (input: PolicyFor): CallPolicy | Promise<CallPolicy> => {
    const id = `${input.personId}\n${input.projectId}\n${input.connector.id}`;
    const policy = kept.get(id);
    // A renamed connector, one with a new address or one that is listed at last needs its policy made again.
    if (
      policy &&
      policy.policy.connector.name === input.connector.name &&
      policy.url === input.connector.url &&
      (policy.stored.review || !input.connector.catalogue)
    )
      return policy;
    return loadOnce(input, id);
  };
  return {
    of(input) {
      const checking = revisions.check();
      return checking ? checking.then(() => find(input)) : find(input);
    },
    expire() {
      revisions.expire();
    },
  };
}

const touches = (scope: PolicyScope, key: PolicyKey): boolean => scopesOf(key).includes(scope);

export const hostOf = (url: string): string => URL.parse(url)?.host.toLowerCase() ?? '';

async function loadPolicy(deps: PoliciesDeps, input: PolicyFor): Promise<CallPolicy> {
  const key: PolicyKey = {
    personId: input.personId,
    projectId: input.projectId,
    connectorId: input.connector.id,
  };
  let stored = await readPolicy(deps.db, key);
  if (!stored.review && input.connector.catalogue) {
    // Written here or by another process at the same moment: either way it is read again.
    await deps.acceptFirstListing(input);
    stored = await readPolicy(deps.db, key);
  }
  const policy: Policy = {
    connector: { id: key.connectorId, name: input.connector.name, host: hostOf(input.connector.url) },
    ceilings: stored.ceilings,
    tools: stored.tools,
    groups: stored.groups,
    rules: stored.rules,
  };
  return {
    ...compilePolicy(policy, deps.compilePattern),
    key,
    stored,
    policy,
    url: input.connector.url,
    revision: String(stored.revision),
    definitionState: (kind, name, digest) => definitionState(stored, kind, name, digest),
  };
}

function definitionState(
  stored: StoredPolicy,
  kind: DefinitionKind,
  name: string,
  digest: string,
): DefinitionState {
  const accepted = stored.accepted.get(reviewKey(kind, name));
  if (!accepted) return 'new';
  const same = accepted.find((one) => one.digest === digest);
  if (!same) return accepted.every((one) => one.how === 'automatic') ? 'new' : 'changed';
  return same.how === 'automatic' ? 'automatic' : 'accepted';
}
