// A person reviews what is held: looks at the difference, accepts exactly what was shown, or leaves it blocked.
import type { z } from 'zod';
import type { CallGroup, Permission } from '#shared/contract/catalogue.ts';
import type { HeldDefinition, reviewEndpoints } from '#shared/contract/reviews.ts';
import { diffDefinitions, findingsOf } from '#shared/policy/definition-diff.ts';
import { toolGroup } from '#shared/policy/tool-group.ts';
import type { ConnectorsForCalls } from '../connectors/connectors-for-calls.ts';
import { type ConnectorPage, connectorOf } from './connector-of.ts';
import { definitionsOf } from './definitions.ts';
import { definitionChangedAgain } from './errors.ts';
import type { CallPolicy, Policies } from './policies.ts';
import { recordPolicyChange } from './policy-revisions.ts';
import { reviewKey } from './policy-store.ts';
import { type ListedDefinition, pinnedIn, type ReviewsDeps, recordReview, writeAccepted } from './reviews.ts';
import { writePermission } from './set-permission.ts';
import { toolCall } from './tool-states.ts';

export interface ReviewDeps extends ReviewsDeps {
  connectors: ConnectorsForCalls;
  policies: Policies;
}
interface Of {
  personId: string;
  connectorId: string;
  accountId?: string;
}

async function open(
  deps: ReviewDeps,
  of: Of,
): Promise<{ connector: ConnectorPage; policy: CallPolicy; listed: ListedDefinition[] }> {
  const connector = await connectorOf(deps, of);
  const { projectId } = connector;
  const policy = await deps.policies.of({ personId: of.personId, projectId, connector });
  return { connector, policy, listed: connector.catalogue ? pinnedIn(connector.catalogue) : [] };
}

export async function getReview(
  deps: ReviewDeps,
  of: Of,
): Promise<z.output<typeof reviewEndpoints.get.response>> {
  const { connector, policy, listed } = await open(deps, of);
  return {
    held: listed.flatMap((one) => heldView(policy, connector, one) ?? []),
    acceptNewReadOnly: policy.stored.review?.acceptNewReadOnly ?? false,
    first: {
      reviewed: (policy.stored.review?.firstReviewedAt ?? null) !== null,
      groups: firstGroups(policy, connector),
    },
  };
}

function heldView(
  policy: CallPolicy,
  connector: ConnectorPage,
  one: ListedDefinition,
): HeldDefinition | undefined {
  const state = policy.definitionState(one.kind, one.name, one.digest);
  if (state !== 'new' && state !== 'changed') return undefined;
  const key = reviewKey(one.kind, one.name);
  const [last] = policy.stored.accepted.get(key) ?? [];
  const before = last && (JSON.parse(last.definition) as Record<string, unknown>);
  const after = JSON.parse(one.definition) as Record<string, unknown>;
  const tool = one.kind === 'tool' ? definitionsOf(connector.catalogue).tools.get(one.name) : undefined;
  const groupBefore = before && toolGroup(before.annotations as Parameters<typeof toolGroup>[0]);
  return {
    kind: one.kind,
    name: one.name,
    state,
    digest: one.digest,
    ...(tool ? { group: tool.group } : {}),
    ...(tool && groupBefore ? { groupBefore } : {}),
    changes: diffDefinitions(before, after),
    findings: findingsOf(before, after),
    keptBlocked: policy.stored.keptBlocked.has(`${key}:${one.digest}`),
    ...(tool ? { permissionAfter: policy.decide(toolCall(tool, 'accepted')).decision } : {}),
  };
}

const toolGroups = ['read-only', 'write', 'destructive', 'unknown'] as const;

/** Proposed: reading may go by itself, everything else needs approval. */
function firstGroups(policy: CallPolicy, connector: ConnectorPage) {
  const tools = [...definitionsOf(connector.catalogue).tools.values()];
  return toolGroups.map((group) => ({
    group,
    count: tools.filter((tool) => tool.group === group).length,
    permission: policy.stored.groups[group] ?? ('ask' as Permission),
    proposed: group === 'read-only' ? ('allow' as const) : ('ask' as const),
  }));
}

/** Accepts by digest: what is listed by now under another digest was not shown and is refused (409). */
export async function acceptDefinitions(
  deps: ReviewDeps,
  of: Of,
  wanted: { kind: ListedDefinition['kind']; name: string; digest: string }[],
  keepAlwaysAllow: boolean,
): Promise<number> {
  const { connector, policy, listed } = await open(deps, of);
  const accepted = wanted.map((want) => {
    const found = listed.find((one) => one.kind === want.kind && one.name === want.name);
    if (found?.digest !== want.digest) throw definitionChangedAgain(connector.name, want.name);
    return found;
  });
  const now = deps.clock.now();
  const { projectId } = connector;
  await deps.db.transaction().execute(async (transaction) => {
    await writeAccepted(transaction, { ...of, projectId }, accepted, 'person', now);
    for (const one of keepAlwaysAllow ? accepted : []) {
      if (one.kind !== 'tool') continue;
      if (policy.stored.tools.get(one.name)?.permission === 'allow')
        await writePermission(transaction, {
          personId: of.personId,
          connector,
          target: { kind: 'tool', tool: one.name },
          permission: 'allow',
          now,
        });
      await transaction
        .updateTable('argument_rule')
        .set({ definition_digest: one.digest, updated_at: now })
        .where('person_id', '=', of.personId)
        .where('connector_id', '=', connector.id)
        .where('tool', '=', one.name)
        .where('decision', '=', 'allow')
        .execute();
    }
    await recordPolicyChange(transaction, [`connector:${of.personId}:${connector.id}`]);
  });
  deps.policies.expire();
  const names = accepted
    .map((one) => one.name)
    .slice(0, 20)
    .join(', ');
  await recordReview(
    deps,
    { personId: of.personId, projectId, connector },
    `Accepted ${accepted.length} definitions: ${names}.`,
  );
  return accepted.length;
}

export async function keepBlocked(
  deps: ReviewDeps,
  of: Of,
  want: { kind: ListedDefinition['kind']; name: string; digest: string },
): Promise<void> {
  const { connector, policy, listed } = await open(deps, of);
  const found = listed.find((one) => one.kind === want.kind && one.name === want.name);
  const state = found && policy.definitionState(found.kind, found.name, found.digest);
  if (found?.digest !== want.digest || (state !== 'new' && state !== 'changed'))
    throw definitionChangedAgain(connector.name, want.name);
  await deps.db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('definition_review')
      .values({
        person_id: of.personId,
        project_id: connector.projectId,
        connector_id: connector.id,
        kind: found.kind,
        name: found.name,
        digest: found.digest,
        verdict: 'kept-blocked',
        how: 'person',
        definition: found.definition,
        reviewed_at: deps.clock.now(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    await recordPolicyChange(transaction, [`connector:${of.personId}:${connector.id}`]);
  });
  deps.policies.expire();
  await recordReview(
    deps,
    { personId: of.personId, projectId: connector.projectId, connector },
    `Kept "${want.name}" blocked.`,
  );
}

export async function setOptIn(deps: ReviewDeps, of: Of, acceptNewReadOnly: boolean): Promise<void> {
  const { connector } = await open(deps, of);
  await deps.db.transaction().execute(async (transaction) => {
    await upsertReview(deps, transaction, of, connector, { accept_new_read_only: acceptNewReadOnly ? 1 : 0 });
    await recordPolicyChange(transaction, [`connector:${of.personId}:${connector.id}`]);
  });
  deps.policies.expire();
  await recordReview(
    deps,
    { personId: of.personId, projectId: connector.projectId, connector },
    acceptNewReadOnly
      ? 'New read-only tools are taken in by themselves from now on.'
      : 'New tools wait for review from now on.',
  );
}

export async function finishFirstReview(
  deps: ReviewDeps,
  of: Of,
  groups: { group: CallGroup; permission: Permission }[],
): Promise<void> {
  const { connector } = await open(deps, of);
  const now = deps.clock.now();
  await deps.db.transaction().execute(async (transaction) => {
    for (const { group, permission } of groups)
      await writePermission(transaction, {
        personId: of.personId,
        connector,
        target: { kind: 'group', group },
        permission,
        now,
      });
    await upsertReview(deps, transaction, of, connector, { first_reviewed_at: now });
    await recordPolicyChange(transaction, [`connector:${of.personId}:${connector.id}`]);
  });
  deps.policies.expire();
  const words = groups.map(({ group, permission }) => `${group} ${permission}`).join(', ');
  await recordReview(
    deps,
    { personId: of.personId, projectId: connector.projectId, connector },
    `First review: ${words}.`,
  );
}

const upsertReview = (
  deps: ReviewDeps,
  transaction: Parameters<typeof recordPolicyChange>[0],
  of: Of,
  connector: ConnectorPage,
  set: { first_reviewed_at: number } | { accept_new_read_only: number },
) =>
  transaction
    .insertInto('connector_review')
    .values({
      person_id: of.personId,
      connector_id: connector.id,
      project_id: connector.projectId,
      first_listed_at: deps.clock.now(),
      first_reviewed_at: null,
      accept_new_read_only: 0,
      ...set,
    })
    .onConflict((conflict) => conflict.columns(['person_id', 'connector_id']).doUpdateSet(set))
    .execute();
