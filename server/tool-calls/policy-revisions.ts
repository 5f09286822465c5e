// Which policies changed, and since when: the way every process learns of a change within a quarter of a second.
import type { Kysely, Transaction } from 'kysely';
import type { Tables } from '../storage/tables.ts';

export type PolicyScope =
  | 'administrator'
  | `person:${string}`
  | `project:${string}`
  | `connector:${string}:${string}`;

export const scopesOf = (of: {
  personId: string;
  projectId: string;
  connectorId: string;
}): [PolicyScope, PolicyScope, PolicyScope, PolicyScope] => [
  'administrator',
  `person:${of.personId}`,
  `project:${of.projectId}`,
  `connector:${of.personId}:${of.connectorId}`,
];

/** Records a change inside the transaction that makes it. The head's row lock makes revision order the order of commits. */
export async function recordPolicyChange(
  transaction: Transaction<Tables>,
  scopes: PolicyScope[],
): Promise<number> {
  const { revision } = await transaction
    .insertInto('policy_head')
    .values({ id: 1, revision: 1 })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((e) => ({ revision: e('policy_head.revision', '+', 1) })),
    )
    .returning('revision')
    .executeTakeFirstOrThrow();
  for (const scope of scopes)
    await transaction
      .insertInto('policy_revision')
      .values({ scope, revision })
      .onConflict((conflict) => conflict.column('scope').doUpdateSet({ revision }))
      .execute();
  for (const scope of scopes) await voidApprovals(transaction, scope);
  return revision;
}

/** What was asked under the old policy is not asked any more: neither waiting nor unused answers survive a change. */
async function voidApprovals(transaction: Transaction<Tables>, scope: PolicyScope): Promise<void> {
  const open = transaction
    .updateTable('approval')
    .set({ state: 'void', reason: 'What is allowed has changed since this was asked.' })
    .where('state', 'in', ['pending', 'approved']);
  const [layer, first, second] = scope.split(':');
  if (layer === 'administrator') await open.execute();
  else if (layer === 'person') await open.where('person_id', '=', first ?? '').execute();
  else if (layer === 'project') await open.where('project_id', '=', first ?? '').execute();
  else
    await open
      .where('person_id', '=', first ?? '')
      .where('connector_id', '=', second ?? '')
      .execute();
}

/** Milliseconds for which a look at the store counts as fresh. */
export const freshMilliseconds = 250;

export interface PolicyRevisions {
  /** Nothing while the last look is fresh; else a promise of one look, shared by all who wait. Rejects when the store cannot be read. */
  check(): Promise<void> | undefined;
  /** The next `check` looks again: this process has just changed something. */
  expire(): void;
}

export function createPolicyRevisions(deps: {
  db: Kysely<Tables>;
  /** Milliseconds that never step, such as `performance.now`. */
  monotonic: () => number;
  onChange: (scope: PolicyScope) => void;
}): PolicyRevisions {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let seen = -1;
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    const startedAt = deps.monotonic();
    if (seen < 0) {
      const head = await deps.db.selectFrom('policy_head').select('revision').executeTakeFirst();
      seen = head?.revision ?? 0;
    } else {
      const changed = await deps.db
        .selectFrom('policy_revision')
        .select(['scope', 'revision'])
        .where('revision', '>', seen)
        .execute();
      for (const { scope, revision } of changed) {
        seen = Math.max(seen, revision);
        deps.onChange(scope as PolicyScope);
      }
    }
    lookedAt = startedAt;
  };
  return {
    check() {
      if (deps.monotonic() - lookedAt < freshMilliseconds) return undefined;
      looking ??= look().finally(() => {
        looking = undefined;
      });
      return looking;
    },
    expire() {
      lookedAt = Number.NEGATIVE_INFINITY;
      // A look that is under way may have begun before the change.
      if (looking)
        looking = looking.then(look).finally(() => {
          looking = undefined;
        });
    },
  };
}
