// Reads everything that decides about one person's calls on one connector.
import type { Kysely, Transaction } from 'kysely';
import type { Permission } from '#shared/contract/catalogue.ts';
import type { Condition } from '#shared/policy/conditions.ts';
import type { ArgumentRule, CallGroup, Ceiling, ToolPermission } from '#shared/policy/decide.ts';
import type { Tables } from '../storage/tables.ts';
import type { DefinitionKind } from './digest.ts';
import { scopesOf } from './policy-revisions.ts';

export interface PolicyKey {
  personId: string;
  projectId: string;
  connectorId: string;
}

export interface AcceptedDefinition {
  digest: string;
  how: 'added' | 'person' | 'automatic';
  definition: string;
  reviewedAt: number;
}

export interface StoredPolicy {
  revision: number;
  ceilings: Ceiling[];
  tools: Map<string, ToolPermission>;
  groups: Partial<Record<CallGroup, Permission>>;
  rules: ArgumentRule[];
  /** By `reviewKey`, newest first. */
  accepted: Map<string, AcceptedDefinition[]>;
  /** `reviewKey` and digest of what the person wants to stay blocked. */
  keptBlocked: Set<string>;
  review: { firstReviewedAt: number | null; acceptNewReadOnly: boolean } | undefined;
  limits: Tables['usage_limit'][];
}

export const reviewKey = (kind: DefinitionKind, name: string): string => `${kind}:${name}`;

/** The revision is read first: a change that comes in between makes it old, never the policy. */
/**
 * Everything as it was at one moment: read in one snapshot, so that a change by another process in the middle
 * is seen whole or not at all.
 */
export function readPolicy(db: Kysely<Tables>, key: PolicyKey): Promise<StoredPolicy> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute((snapshot) => readIn(snapshot, key));
}

/** One query after the other: a transaction has one connection. */
async function readIn(db: Transaction<Tables>, key: PolicyKey): Promise<StoredPolicy> {
  const { revision } = await db
    .selectFrom('policy_revision')
    .select((e) => e.fn.max('revision').as('revision'))
    .where('scope', 'in', scopesOf(key))
    .executeTakeFirstOrThrow();
  const permissions = await mine(db, 'tool_permission', key);
  const rules = await db
    .selectFrom('argument_rule')
    .selectAll()
    .where('person_id', '=', key.personId)
    .where('connector_id', '=', key.connectorId)
    .orderBy('created_at')
    .execute();
  const ceilings = await readCeilings(db, key);
  const reviews = await db
    .selectFrom('definition_review')
    .selectAll()
    .where('person_id', '=', key.personId)
    .where('connector_id', '=', key.connectorId)
    .orderBy('reviewed_at', 'desc')
    .execute();
  const review = await db
    .selectFrom('connector_review')
    .selectAll()
    .where('person_id', '=', key.personId)
    .where('connector_id', '=', key.connectorId)
    .executeTakeFirst();
  const limits = await readLimits(db, key);
  return {
    revision: revision ?? 0,
    ceilings,
    ...permissionsOf(permissions),
    rules: rules.map((row) => ({
      id: row.id,
      tool: row.tool,
      decision: row.decision as Permission,
      conditions: JSON.parse(row.conditions) as Condition[],
      ...(row.definition_digest === null ? {} : { definitionDigest: row.definition_digest }),
    })),
    ...reviewsOf(reviews),
    review: review && {
      firstReviewedAt: review.first_reviewed_at,
      acceptNewReadOnly: review.accept_new_read_only === 1,
    },
    limits,
  };
}

const mine = (db: Kysely<Tables>, table: 'tool_permission', key: PolicyKey) =>
  db
    .selectFrom(table)
    .selectAll()
    .where('person_id', '=', key.personId)
    .where('connector_id', '=', key.connectorId)
    .execute();

function permissionsOf(rows: Tables['tool_permission'][]): Pick<StoredPolicy, 'tools' | 'groups'> {
  const tools = new Map<string, ToolPermission>();
  const groups: Partial<Record<CallGroup, Permission>> = {};
  for (const row of rows) {
    const permission = row.permission as Permission;
    if (row.target.startsWith('group:')) groups[row.target.slice('group:'.length) as CallGroup] = permission;
    else
      tools.set(row.target.slice('tool:'.length), {
        permission,
        ...(row.definition_digest === null ? {} : { definitionDigest: row.definition_digest }),
      });
  }
  return { tools, groups };
}

function reviewsOf(rows: Tables['definition_review'][]): Pick<StoredPolicy, 'accepted' | 'keptBlocked'> {
  const accepted = new Map<string, AcceptedDefinition[]>();
  const keptBlocked = new Set<string>();
  for (const row of rows) {
    const key = reviewKey(row.kind as DefinitionKind, row.name);
    if (row.verdict !== 'accepted') {
      keptBlocked.add(`${key}:${row.digest}`);
      continue;
    }
    const one: AcceptedDefinition = {
      digest: row.digest,
      how: row.how as AcceptedDefinition['how'],
      definition: row.definition,
      reviewedAt: row.reviewed_at,
    };
    const same = accepted.get(key);
    if (same) same.push(one);
    else accepted.set(key, [one]);
  }
  return { accepted, keptBlocked };
}

/** Administrators' ceilings, the project's and the person's own. */
export async function readCeilings(
  db: Kysely<Tables>,
  key: { personId: string; projectId: string },
): Promise<Ceiling[]> {
  const rows = await db
    .selectFrom('policy_ceiling')
    .selectAll()
    .where((e) =>
      e.or([
        e('layer', '=', 'administrator'),
        e.and([e('layer', '=', 'project'), e('project_id', '=', key.projectId)]),
        e.and([e('layer', '=', 'person'), e('person_id', '=', key.personId)]),
      ]),
    )
    .orderBy('created_at')
    .execute();
  return rows.map(ceilingOf);
}

export const ceilingOf = (row: Tables['policy_ceiling']): Ceiling => ({
  id: row.id,
  layer: row.layer as Ceiling['layer'],
  permission: row.permission as Ceiling['permission'],
  ...(row.connector_id === null ? {} : { connectorId: row.connector_id }),
  ...(row.host === null ? {} : { host: row.host }),
  ...(row.tool === null ? {} : { tool: row.tool }),
  ...(row.call_group === null ? {} : { group: row.call_group as CallGroup }),
  ...(row.note === null ? {} : { note: row.note }),
});

function readLimits(db: Kysely<Tables>, key: PolicyKey): Promise<Tables['usage_limit'][]> {
  return db
    .selectFrom('usage_limit')
    .selectAll()
    .where('person_id', '=', key.personId)
    .where((e) =>
      e.or([
        e('scope', '=', 'person'),
        e.and([e('scope', '=', 'project'), e('project_id', '=', key.projectId)]),
        e('connector_id', '=', key.connectorId),
      ]),
    )
    .orderBy('id')
    .execute();
}
