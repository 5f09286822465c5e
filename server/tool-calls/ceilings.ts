// Ceilings: the widest that an administrator, a project or a person lets through.
import type { z } from 'zod';
import type { CeilingView, ceilingInput } from '#shared/contract/permissions.ts';
import { permissionWords } from '#shared/policy/decide.ts';
import type { MakeId } from '../platform/ids.ts';
import type { Tables } from '../storage/tables.ts';
import { notFound } from './errors.ts';
import type { Policies } from './policies.ts';
import { type PolicyScope, recordPolicyChange } from './policy-revisions.ts';
import { ceilingOf } from './policy-store.ts';
import { type ReviewsDeps, recordChange } from './reviews.ts';

export interface CeilingsDeps extends ReviewsDeps {
  policies: Policies;
  id: MakeId;
}

type Row = Tables['policy_ceiling'];
type Place = { layer: 'administrator' | 'project' | 'person'; projectId?: string };

const scopeOf = (row: Pick<Row, 'layer' | 'person_id' | 'project_id'>): PolicyScope =>
  row.layer === 'administrator'
    ? 'administrator'
    : row.layer === 'project'
      ? `project:${row.project_id ?? ''}`
      : `person:${row.person_id}`;

/** Throws 404 for another person's project. Only routes for administrators may say `administrator`. */
export async function addCeiling(
  deps: CeilingsDeps,
  personId: string,
  place: Place,
  input: z.output<typeof ceilingInput>,
): Promise<CeilingView> {
  if (place.layer === 'project') await ownProject(deps, personId, place.projectId);
  const row: Row = {
    id: deps.id('ceil'),
    layer: place.layer,
    person_id: personId,
    project_id: place.layer === 'project' ? (place.projectId ?? null) : null,
    connector_id: input.connectorId ?? null,
    host: input.host?.toLowerCase() ?? null,
    tool: input.tool ?? null,
    call_group: input.group ?? null,
    permission: input.permission,
    note: input.note ?? null,
    created_at: deps.clock.now(),
  };
  await deps.db.transaction().execute(async (transaction) => {
    await transaction.insertInto('policy_ceiling').values(row).execute();
    await recordPolicyChange(transaction, [scopeOf(row)]);
  });
  await changed(deps, personId, row, 'Set');
  return ceilingView(row);
}

export async function removeCeiling(
  deps: CeilingsDeps,
  personId: string,
  ceilingId: string,
  as: 'administrator' | 'person',
): Promise<void> {
  const row = await deps.db.transaction().execute(async (transaction) => {
    let removal = transaction.deleteFrom('policy_ceiling').where('id', '=', ceilingId);
    removal =
      as === 'administrator'
        ? removal.where('layer', '=', 'administrator')
        : removal.where('layer', '!=', 'administrator').where('person_id', '=', personId);
    const [removed] = await removal.returningAll().execute();
    if (!removed) throw notFound('ceiling');
    await recordPolicyChange(transaction, [scopeOf(removed)]);
    return removed;
  });
  await changed(deps, personId, row, 'Removed');
}

/** Administrators' ceilings, and the person's own for all projects or the one given. */
export async function listCeilings(
  deps: Pick<CeilingsDeps, 'db'>,
  of: { personId: string; projectId?: string },
): Promise<CeilingView[]> {
  const { projectId } = of;
  const rows = await deps.db
    .selectFrom('policy_ceiling')
    .selectAll()
    .where((e) => e.or([e('layer', '=', 'administrator'), e('person_id', '=', of.personId)]))
    .orderBy('created_at')
    .execute();
  return rows
    .filter((row) => row.layer !== 'project' || projectId === undefined || row.project_id === projectId)
    .map(ceilingView);
}

export const ceilingView = (row: Row): CeilingView => ({
  ...ceilingOf(row),
  ...(row.project_id === null ? {} : { projectId: row.project_id }),
  createdAt: row.created_at,
});

export async function ownProject(
  deps: Pick<CeilingsDeps, 'db'>,
  personId: string,
  projectId: string | undefined,
): Promise<void> {
  const project = await deps.db
    .selectFrom('project')
    .select('id')
    .where('id', '=', projectId ?? '')
    .where('person_id', '=', personId)
    .executeTakeFirst();
  if (!project) throw notFound('project');
}

async function changed(deps: CeilingsDeps, personId: string, row: Row, verb: string): Promise<void> {
  deps.policies.expire();
  const parts = [row.tool, row.call_group, row.host, row.connector_id].filter((part) => part !== null);
  await recordChange(deps, {
    personId,
    projectId: row.project_id ?? '',
    ...(row.connector_id === null ? {} : { connector: { id: row.connector_id } }),
    subject: `${row.layer} ceiling`,
    summary: `${verb} the ceiling "${permissionWords[row.permission as 'ask' | 'block']}" for ${parts.length > 0 ? parts.join(', ') : 'every call'}.`,
  });
  deps.publish(personId, { topic: 'catalogue' });
}
