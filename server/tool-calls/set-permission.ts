// A person sets Always allow, Needs approval or Blocked for a tool or a group of one connector.
import type { Kysely } from 'kysely';
import type { CallGroup, Permission } from '#shared/contract/catalogue.ts';
import { permissionWords } from '#shared/policy/decide.ts';
import type { Tables } from '../storage/tables.ts';
import type { ConnectorPage } from './connector-of.ts';
import { definitionsOf } from './definitions.ts';
import type { Policies } from './policies.ts';
import { recordPolicyChange } from './policy-revisions.ts';
import { pinnedIn, type ReviewsDeps, recordChange, writeAccepted } from './reviews.ts';

export type PermissionTarget = { kind: 'tool'; tool: string } | { kind: 'group'; group: CallGroup };

export interface SetPermissionDeps extends ReviewsDeps {
  db: Kysely<Tables>;
  policies: Policies;
}

/** `null` goes back to the default. "Always allow" for a tool is bound to the definition that it has now. */
export async function setPermission(
  deps: SetPermissionDeps,
  input: {
    personId: string;
    door: 'by-hand' | 'command-line';
    connector: Pick<ConnectorPage, 'id' | 'projectId' | 'name' | 'catalogue'>;
    target: PermissionTarget;
    permission: Permission | null;
  },
): Promise<void> {
  const { personId, connector, target, permission } = input;
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (transaction) => {
    await writePermission(transaction, { ...input, now });
    await recordPolicyChange(transaction, [`connector:${personId}:${connector.id}`]);
  });
  deps.policies.expire();
  await recordChange(deps, {
    personId,
    projectId: connector.projectId,
    connector,
    door: input.door,
    subject: target.kind === 'tool' ? target.tool : `group ${target.group}`,
    summary: `Permission of ${target.kind === 'tool' ? `"${target.tool}"` : `the group ${target.group}`} on ${connector.name}: ${
      permission === null ? 'back to the default' : permissionWords[permission]
    }.`,
  });
  deps.publish(personId, { topic: 'catalogue', id: connector.id });
}

/** The row alone, inside a transaction that also records the change of policy. */
export async function writePermission(
  transaction: Parameters<typeof recordPolicyChange>[0],
  input: {
    personId: string;
    connector: Pick<ConnectorPage, 'id' | 'projectId' | 'catalogue'>;
    target: PermissionTarget;
    permission: Permission | null;
    now: number;
  },
): Promise<void> {
  const { personId, connector, target, permission, now } = input;
  const name = target.kind === 'tool' ? `tool:${target.tool}` : `group:${target.group}`;
  if (permission === null) {
    await transaction
      .deleteFrom('tool_permission')
      .where('person_id', '=', personId)
      .where('connector_id', '=', connector.id)
      .where('target', '=', name)
      .execute();
    return;
  }
  const listed =
    target.kind === 'tool' ? definitionsOf(connector.catalogue).tools.get(target.tool) : undefined;
  // Bound to no definition at all, "Always allow" would fit every later one: an unlisted tool gets one that fits none.
  const definitionDigest = permission === 'allow' && target.kind === 'tool' ? (listed?.digest ?? '') : null;
  await transaction
    .insertInto('tool_permission')
    .values({
      person_id: personId,
      project_id: connector.projectId,
      connector_id: connector.id,
      target: name,
      permission,
      definition_digest: definitionDigest,
      updated_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['person_id', 'connector_id', 'target'])
        .doUpdateSet({ permission, definition_digest: definitionDigest, updated_at: now }),
    )
    .execute();
  if (listed && target.kind === 'tool' && permission === 'allow')
    await acceptWhatWasTakenInAutomatically(transaction, input, target.tool);
}

/** Setting a tool to Always allow by name is having looked at it. */
async function acceptWhatWasTakenInAutomatically(
  transaction: Parameters<typeof recordPolicyChange>[0],
  input: {
    personId: string;
    connector: Pick<ConnectorPage, 'id' | 'projectId' | 'catalogue'>;
    now: number;
  },
  tool: string,
): Promise<void> {
  const { connector, personId, now } = input;
  if (!connector.catalogue) return;
  const automatic = await transaction
    .selectFrom('definition_review')
    .select('digest')
    .where('person_id', '=', personId)
    .where('connector_id', '=', connector.id)
    .where('kind', '=', 'tool')
    .where('name', '=', tool)
    .where('verdict', '=', 'accepted')
    .where('how', '=', 'automatic')
    .execute();
  const known = new Set(automatic.map((row) => row.digest));
  const current = pinnedIn(connector.catalogue).filter(
    (one) => one.kind === 'tool' && one.name === tool && known.has(one.digest),
  );
  await writeAccepted(
    transaction,
    { personId, projectId: connector.projectId, connectorId: connector.id },
    current,
    'person',
    now,
  );
}
