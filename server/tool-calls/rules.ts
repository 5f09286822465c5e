// Argument rules: add, edit, remove, try against what was recorded.
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { Permission } from '#shared/contract/catalogue.ts';
import type { ArgumentRuleView, permissionEndpoints, ruleInput } from '#shared/contract/permissions.ts';
import type { JsonObject } from '#shared/json.ts';
import { type Condition, compileCondition } from '#shared/policy/conditions.ts';
import { compilePolicy, permissionWords } from '#shared/policy/decide.ts';
import { conditionsSentence } from '#shared/policy/words.ts';
import type { ConnectorsForCalls } from '../connectors/connectors-for-calls.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Tables } from '../storage/tables.ts';
import { type ConnectorPage, connectorOf } from './connector-of.ts';
import { definitionsOf } from './definitions.ts';
import { notFound, ruleInvalid } from './errors.ts';
import { compileRe2 } from './patterns.ts';
import type { Policies } from './policies.ts';
import { recordPolicyChange } from './policy-revisions.ts';
import { type ReviewsDeps, recordChange } from './reviews.ts';
import { toolCall } from './tool-states.ts';

export interface RulesDeps extends ReviewsDeps {
  db: Kysely<Tables>;
  recordDb: Kysely<Tables>;
  connectors: ConnectorsForCalls;
  policies: Policies;
  id: MakeId;
}

export type RuleInput = z.output<typeof ruleInput>;
type Row = Tables['argument_rule'];
const mostRules = 500;

/** Throws 400 with the field when a path is no JSON pointer, a pattern is not RE2, or a range is empty. */
export function checkRule(input: Pick<RuleInput, 'conditions'>): Condition[] {
  const conditions = input.conditions as Condition[];
  for (const [i, condition] of conditions.entries()) {
    const field = `body.conditions.${i}`;
    if (condition.test === 'range' && condition.minimum === undefined && condition.maximum === undefined)
      throw ruleInvalid('A number range needs a smallest or a largest number.', field);
    try {
      compileCondition(condition, compileRe2);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw ruleInvalid(
        condition.test === 'matches' && !(error instanceof RangeError)
          ? `The pattern cannot be used: ${why}. Patterns have no look-around and no back references.`
          : why,
        field,
      );
    }
  }
  return conditions;
}

export async function addRule(
  deps: RulesDeps,
  of: { personId: string; connectorId: string },
  input: RuleInput,
): Promise<ArgumentRuleView> {
  checkRule(input);
  const connector = await connectorOf(deps, of);
  const { count } = await deps.db
    .selectFrom('argument_rule')
    .select((e) => e.fn.countAll<number>().as('count'))
    .where('person_id', '=', of.personId)
    .where('connector_id', '=', connector.id)
    .executeTakeFirstOrThrow();
  if (Number(count) >= mostRules)
    throw ruleInvalid(
      `${connector.name} has ${mostRules} argument rules, which is the most there can be.`,
      'body',
    );
  const row = rowOf(deps, of.personId, connector, input);
  await deps.db.transaction().execute(async (transaction) => {
    await transaction.insertInto('argument_rule').values(row).execute();
    await recordPolicyChange(transaction, [`connector:${of.personId}:${connector.id}`]);
  });
  await changed(deps, of.personId, connector, `Added an argument rule: ${ruleSentence(row)}.`);
  return ruleView(row, connector);
}

export function rowOf(
  deps: Pick<RulesDeps, 'clock' | 'id'>,
  personId: string,
  connector: ConnectorPage,
  input: RuleInput,
): Row {
  const now = deps.clock.now();
  return {
    id: deps.id('rule'),
    person_id: personId,
    project_id: connector.projectId,
    connector_id: connector.id,
    tool: input.tool,
    decision: input.decision,
    conditions: JSON.stringify(input.conditions),
    definition_digest: digestFor(input, connector),
    note: input.note ?? null,
    hits: 0,
    last_hit_at: null,
    created_at: now,
    updated_at: now,
  };
}

/** "Always allow" holds for the definition there is now; of a tool that is not listed, for none. */
const digestFor = (input: RuleInput, connector: ConnectorPage): string | null =>
  input.decision === 'allow'
    ? (definitionsOf(connector.catalogue).tools.get(input.tool)?.digest ?? '')
    : null;

export async function editRule(
  deps: RulesDeps,
  of: { personId: string; connectorId: string; ruleId: string },
  input: RuleInput,
): Promise<ArgumentRuleView> {
  checkRule(input);
  const connector = await connectorOf(deps, of);
  const row = await deps.db.transaction().execute(async (transaction) => {
    const [written] = await transaction
      .updateTable('argument_rule')
      .set({
        tool: input.tool,
        decision: input.decision,
        conditions: JSON.stringify(input.conditions),
        definition_digest: digestFor(input, connector),
        note: input.note ?? null,
        updated_at: deps.clock.now(),
      })
      .where('id', '=', of.ruleId)
      .where('person_id', '=', of.personId)
      .where('connector_id', '=', connector.id)
      .returningAll()
      .execute();
    if (!written) throw notFound('rule');
    await recordPolicyChange(transaction, [`connector:${of.personId}:${connector.id}`]);
    return written;
  });
  await changed(deps, of.personId, connector, `Changed an argument rule: ${ruleSentence(row)}.`);
  return ruleView(row, connector);
}

export async function removeRule(
  deps: RulesDeps,
  of: { personId: string; connectorId: string; ruleId: string },
): Promise<void> {
  const connector = await connectorOf(deps, of);
  const row = await deps.db.transaction().execute(async (transaction) => {
    const [removed] = await transaction
      .deleteFrom('argument_rule')
      .where('id', '=', of.ruleId)
      .where('person_id', '=', of.personId)
      .where('connector_id', '=', connector.id)
      .returningAll()
      .execute();
    if (!removed) throw notFound('rule');
    await recordPolicyChange(transaction, [`connector:${of.personId}:${connector.id}`]);
    return removed;
  });
  await changed(deps, of.personId, connector, `Removed an argument rule: ${ruleSentence(row)}.`);
}

export async function listRules(
  deps: Pick<RulesDeps, 'db'>,
  personId: string,
  connector: ConnectorPage,
): Promise<ArgumentRuleView[]> {
  const rows = await deps.db
    .selectFrom('argument_rule')
    .selectAll()
    .where('person_id', '=', personId)
    .where('connector_id', '=', connector.id)
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ruleView(row, connector));
}

/** What the last 200 recorded calls of the tool would have got with the rule, by the same decision. */
export async function tryRule(
  deps: RulesDeps,
  of: { personId: string; connectorId: string },
  input: RuleInput & { ruleId?: string | undefined },
): Promise<z.output<typeof permissionEndpoints.tryRule.response>> {
  checkRule(input);
  const connector = await connectorOf(deps, of);
  const listed = definitionsOf(connector.catalogue).tools.get(input.tool);
  const { projectId } = connector;
  const policy = await deps.policies.of({ personId: of.personId, projectId, connector });
  const id = input.ruleId ?? 'tried';
  const rule = {
    id,
    tool: input.tool,
    decision: input.decision,
    conditions: input.conditions as Condition[],
  };
  const rules = [...policy.policy.rules.filter((one) => one.id !== id), rule];
  const tried = compilePolicy({ ...policy.policy, rules }, compileRe2);
  const rows = await deps.recordDb
    .selectFrom('activity')
    .select(['id', 'at', 'details'])
    .where('person_id', '=', of.personId)
    .where('connector_id', '=', connector.id)
    .where('kind', '=', 'tool-call')
    .where('subject', '=', input.tool)
    .orderBy('sequence', 'desc')
    .limit(200)
    .execute();
  const calls = rows.map((row) => {
    const recorded = (JSON.parse(row.details) as { arguments?: JsonObject }).arguments ?? {};
    const call = {
      ...(listed
        ? toolCall(listed, policy.definitionState('tool', input.tool, listed.digest))
        : {
            kind: 'tool' as const,
            name: input.tool,
            group: 'unknown' as const,
            definition: 'unlisted' as const,
          }),
      arguments: recorded,
    };
    return {
      entryId: row.id,
      at: row.at,
      arguments: recorded,
      fits: tried.matchingRules(call).includes(id),
      before: policy.decide(call).decision,
      after: tried.decide(call).decision,
    };
  });
  return { tried: calls.length, calls };
}

const ruleSentence = (row: Row): string =>
  `"${row.tool}" is "${permissionWords[row.decision as Permission]}" when ${conditionsSentence(JSON.parse(row.conditions) as Condition[])}`;

function ruleView(row: Row, connector: ConnectorPage): ArgumentRuleView {
  const conditions = JSON.parse(row.conditions) as ArgumentRuleView['conditions'];
  const digest = definitionsOf(connector.catalogue).tools.get(row.tool)?.digest;
  return {
    id: row.id,
    connectorId: row.connector_id,
    tool: row.tool,
    decision: row.decision as Permission,
    conditions,
    sentence: `${permissionWords[row.decision as Permission]} when ${conditionsSentence(conditions as Condition[])}`,
    ...(row.note === null ? {} : { note: row.note }),
    hits: row.hits,
    ...(row.last_hit_at === null ? {} : { lastHitAt: row.last_hit_at }),
    createdAt: row.created_at,
    outdated: row.decision === 'allow' && row.definition_digest !== null && row.definition_digest !== digest,
  };
}

async function changed(
  deps: RulesDeps,
  personId: string,
  connector: ConnectorPage,
  summary: string,
): Promise<void> {
  deps.policies.expire();
  const { projectId } = connector;
  await recordChange(deps, { personId, projectId, connector, subject: 'argument rule', summary });
  deps.publish(personId, { topic: 'catalogue', id: connector.id });
}
