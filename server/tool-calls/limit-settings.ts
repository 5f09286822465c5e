// A person sets, changes and removes usage limits.
import type { Kysely } from 'kysely';
import type { z } from 'zod';
import type { limitInput, UsageLimitView } from '#shared/contract/limits.ts';
import { parsePointer } from '#shared/policy/conditions.ts';
import { isTimeZone } from '#shared/policy/windows.ts';
import type { ConnectorsForCalls } from '../connectors/connectors-for-calls.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Tables } from '../storage/tables.ts';
import { connectorOf } from './connector-of.ts';
import { limitInvalid, notFound } from './errors.ts';
import { inUnits, limitStateView } from './limit-view.ts';
import { amountUnit, type LimitedCall, type Limits, type UsageLimit } from './limits.ts';
import type { Policies } from './policies.ts';
import { type PolicyScope, recordPolicyChange } from './policy-revisions.ts';
import { type ReviewsDeps, recordChange } from './reviews.ts';

export interface LimitSettingsDeps extends ReviewsDeps {
  db: Kysely<Tables>;
  connectors: ConnectorsForCalls;
  policies: Policies;
  limits: Limits;
  id: MakeId;
}

type Input = z.output<typeof limitInput>;

/** The person's limits with their counters as they stand. */
export async function listLimits(
  deps: LimitSettingsDeps,
  of: { personId: string; connectorId?: string; projectId?: string; conversationId?: string },
): Promise<UsageLimitView[]> {
  let query = deps.db.selectFrom('usage_limit').selectAll().where('person_id', '=', of.personId);
  const { connectorId } = of;
  // Limits of other projects do not count calls of this connector.
  const projectId =
    connectorId === undefined
      ? of.projectId
      : (await connectorOf(deps, { personId: of.personId, connectorId })).projectId;
  if (connectorId !== undefined)
    query = query.where((e) =>
      e.or([e('connector_id', '=', connectorId), e('scope', 'in', ['project', 'person'])]),
    );
  if (projectId !== undefined)
    query = query.where((e) => e.or([e('project_id', '=', projectId), e('project_id', 'is', null)]));
  const rows = await query.orderBy('created_at').execute();
  return Promise.all(rows.map((row) => viewOf(deps, row, of.conversationId)));
}

export async function addLimit(
  deps: LimitSettingsDeps,
  personId: string,
  input: Input,
): Promise<UsageLimitView> {
  const place = await placeOf(deps, personId, input);
  checkShape(input);
  const now = deps.clock.now();
  const row: UsageLimit = {
    id: deps.id('lim'),
    person_id: personId,
    ...place,
    scope: input.scope,
    period: input.period,
    amount_path: input.amountPath ?? null,
    maximum: counted(input.maximum, input.amountPath !== undefined),
    time_zone: input.timeZone,
    created_at: now,
    updated_at: now,
  };
  await change(deps, row, (transaction) => transaction.insertInto('usage_limit').values(row).execute());
  const view = await viewOf(deps, row);
  await tell(deps, row, `Set a usage limit: ${view.state.sentence}.`);
  return view;
}

export async function editLimit(
  deps: LimitSettingsDeps,
  personId: string,
  limitId: string,
  input: Partial<Pick<Input, 'maximum' | 'period' | 'timeZone'>>,
): Promise<UsageLimitView> {
  const known = await own(deps, personId, limitId);
  const row: UsageLimit = {
    ...known,
    period: input.period ?? known.period,
    time_zone: input.timeZone ?? known.time_zone,
    maximum: input.maximum === undefined ? known.maximum : counted(input.maximum, known.amount_path !== null),
    updated_at: deps.clock.now(),
  };
  checkShape({ timeZone: row.time_zone, amountPath: row.amount_path ?? undefined });
  await change(deps, row, (transaction) =>
    transaction
      .updateTable('usage_limit')
      .set({ period: row.period, time_zone: row.time_zone, maximum: row.maximum, updated_at: row.updated_at })
      .where('id', '=', limitId)
      .execute(),
  );
  const view = await viewOf(deps, row);
  await tell(deps, row, `Changed a usage limit: ${view.state.sentence}.`);
  return view;
}

export async function removeLimit(deps: LimitSettingsDeps, personId: string, limitId: string): Promise<void> {
  const row = await own(deps, personId, limitId);
  const view = await viewOf(deps, row);
  await change(deps, row, (transaction) =>
    transaction.deleteFrom('usage_limit').where('id', '=', limitId).execute(),
  );
  await tell(deps, row, `Removed a usage limit: ${view.state.sentence}.`);
}

const counted = (maximum: number, isAmount: boolean): number =>
  isAmount ? Math.round(maximum * amountUnit) : Math.floor(maximum);

function checkShape(input: Pick<Input, 'timeZone' | 'amountPath'>): void {
  if (!isTimeZone(input.timeZone))
    throw limitInvalid(
      `"${input.timeZone}" is not a time zone. Use an IANA name such as "Europe/Vienna".`,
      'body.timeZone',
    );
  if (input.amountPath === undefined) return;
  try {
    if (parsePointer(input.amountPath).length === 0) throw new RangeError('The path names no argument.');
  } catch (error) {
    throw limitInvalid((error as Error).message, 'body.amountPath');
  }
}

async function placeOf(
  deps: LimitSettingsDeps,
  personId: string,
  input: Input,
): Promise<Pick<UsageLimit, 'connector_id' | 'project_id' | 'tool'>> {
  if (input.scope === 'person') return { connector_id: null, project_id: null, tool: null };
  if (input.scope === 'project') {
    const project = await deps.db
      .selectFrom('project')
      .select('id')
      .where('id', '=', input.projectId ?? '')
      .where('person_id', '=', personId)
      .executeTakeFirst();
    if (!project) throw notFound('project');
    return { connector_id: null, project_id: project.id, tool: null };
  }
  if (input.connectorId === undefined)
    throw limitInvalid('Say which connector the limit is on.', 'body.connectorId');
  const connector = await connectorOf(deps, { personId, connectorId: input.connectorId });
  if (input.scope === 'tool' && !input.tool)
    throw limitInvalid('Say which tool the limit is on.', 'body.tool');
  return {
    connector_id: connector.id,
    project_id: connector.projectId,
    tool: input.scope === 'tool' ? (input.tool ?? null) : null,
  };
}

async function own(deps: LimitSettingsDeps, personId: string, limitId: string): Promise<UsageLimit> {
  const row = await deps.db
    .selectFrom('usage_limit')
    .selectAll()
    .where('id', '=', limitId)
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (!row) throw notFound('limit');
  return row;
}

async function change(
  deps: LimitSettingsDeps,
  row: UsageLimit,
  write: (transaction: Parameters<typeof recordPolicyChange>[0]) => Promise<unknown>,
): Promise<void> {
  const scope: PolicyScope =
    row.connector_id !== null
      ? `connector:${row.person_id}:${row.connector_id}`
      : row.scope === 'project' && row.project_id !== null
        ? `project:${row.project_id}`
        : `person:${row.person_id}`;
  await deps.db.transaction().execute(async (transaction) => {
    await write(transaction);
    await recordPolicyChange(transaction, [scope]);
  });
  deps.policies.expire();
}

async function tell(deps: LimitSettingsDeps, row: UsageLimit, summary: string): Promise<void> {
  await recordChange(deps, {
    personId: row.person_id,
    projectId: row.project_id ?? '',
    ...(row.connector_id === null ? {} : { connector: { id: row.connector_id } }),
    subject: 'usage limit',
    summary,
  });
  deps.publish(row.person_id, { topic: 'limits', id: row.id });
}

async function viewOf(
  deps: LimitSettingsDeps,
  row: UsageLimit,
  conversationId?: string,
): Promise<UsageLimitView> {
  const connectorName =
    row.connector_id === null
      ? undefined
      : (await connectorOf(deps, { personId: row.person_id, connectorId: row.connector_id })).name;
  const call: LimitedCall = {
    callId: '',
    personId: row.person_id,
    isTool: true,
    tool: row.tool ?? '',
    connectorId: row.connector_id ?? '',
    arguments: {},
    door: 'by-hand',
    ...(conversationId === undefined ? {} : { conversationId }),
  };
  const [state] = await deps.limits.states(call, [row]);
  return {
    id: row.id,
    scope: row.scope as Input['scope'],
    ...(row.connector_id === null ? {} : { connectorId: row.connector_id }),
    ...(connectorName === undefined ? {} : { connectorName }),
    ...(row.tool === null ? {} : { tool: row.tool }),
    ...(row.project_id === null ? {} : { projectId: row.project_id }),
    period: row.period as Input['period'],
    maximum: inUnits(row, row.maximum),
    ...(row.amount_path === null ? {} : { amountPath: row.amount_path }),
    timeZone: row.time_zone,
    state: limitStateView(
      state ?? { limit: row, used: 0, window: undefined },
      deps.limits.now(),
      connectorName,
    ),
    createdAt: row.created_at,
  };
}
