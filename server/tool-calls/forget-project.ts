import type { Kysely } from 'kysely';
import type { Tables } from '../storage/tables.ts';
import type { Policies } from './policies.ts';
import { recordPolicyChange } from './policy-revisions.ts';

/** Removes the ceilings and usage limits of a project that is about to go; those of its connectors go with them. */
export async function forgetProject(
  deps: { db: Kysely<Tables>; policies: Policies },
  of: { personId: string; projectId: string },
): Promise<void> {
  await deps.db.transaction().execute(async (transaction) => {
    for (const table of ['policy_ceiling', 'usage_limit'] as const)
      await transaction
        .deleteFrom(table)
        .where('project_id', '=', of.projectId)
        .where('person_id', '=', of.personId)
        .execute();
    await recordPolicyChange(transaction, [`project:${of.projectId}`]);
  });
  deps.policies.expire();
}
