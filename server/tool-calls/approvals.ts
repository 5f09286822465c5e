// Approvals: a durable question to a person about one exact call, answered once, used once.
//
//   pending ─▶ approved ─▶ used
//      │           └─────▶ void | expired
//      └─▶ denied | expired | void | withdrawn

import type { Kysely, Transaction } from 'kysely';
import type { ApprovalView } from '#shared/contract/approvals.ts';
import type { LiveEvent } from '#shared/contract/events.ts';
import type { JsonObject } from '#shared/json.ts';
import type { CallGroup, Verdict } from '#shared/policy/decide.ts';
import type { Clock } from '../platform/clock.ts';
import type { MakeId } from '../platform/ids.ts';
import type { StopSignal } from '../platform/stop-signal.ts';
import type { Tables } from '../storage/tables.ts';
import { type ApprovalEnd, createApprovalWaits } from './approval-waits.ts';
import type { CallOrigin } from './call.ts';
import { canonicalText } from './digest.ts';
import { approvalOver, notFound } from './errors.ts';
import { scopesOf } from './policy-revisions.ts';

export type ApprovalState = ApprovalView['state'];

/** Everything an answer is bound to: a call that differs in any of it is another call. */
export interface ApprovalBinding {
  personId: string;
  projectId: string;
  connectorId: string;
  accountId: string;
  method: string;
  subject: string;
  argumentsDigest: string;
  definitionDigest: string;
  policyRevision: string;
}

/** What the card shows besides the call itself. */
export interface ApprovalDetails {
  connectorName: string;
  accountLabel: string;
  accountIdentity?: string;
  title?: string;
  group: CallGroup;
  origin: CallOrigin;
  verdict: Verdict;
  callId: string;
  /** A call waits for the answer and goes on by itself; else the client has to call again. */
  held: boolean;
}

export interface Approval extends ApprovalBinding {
  id: string;
  /** Canonical JSON: its SHA-256 is `argumentsDigest`. */
  argumentsText: string;
  details: ApprovalDetails;
  state: ApprovalState;
  reason?: string;
  createdAt: number;
  expiresAt: number;
  answeredAt?: number;
  usedByCall?: string;
}

export type UseOfApproval = { used: true } | { used: false; why: string; changed: boolean };

export interface Approvals {
  /** Writes a question; with `reuse`, an equal one that still waits is answered instead of asking twice. */
  ask(
    question: ApprovalBinding & { arguments: JsonObject; details: ApprovalDetails },
    options: { reuse: boolean },
  ): Promise<Approval>;
  /** Resolves when the question is over, or `left` when the caller stops waiting. */
  wait(id: string, signal: StopSignal): Promise<ApprovalEnd>;
  /** Uses an answer for exactly this call; at most one call ever gets `used: true`. */
  take(id: string, binding: ApprovalBinding, callId: string): Promise<UseOfApproval>;
  /** Uses an unused *Allow* for an equal call, for clients that call again. Its id, if there was one. */
  takeAnswered(binding: ApprovalBinding, callId: string): Promise<string | undefined>;
  /** Nobody waits for the answer any more. */
  withdraw(id: string): Promise<void>;
  /** Answers a waiting question. `within` is run in the same transaction before it and may change the policy. */
  answer(
    id: string,
    personId: string,
    answer: { state: 'approved' | 'denied'; reason?: string },
    within?: (transaction: Transaction<Tables>) => Promise<void>,
  ): Promise<Approval>;
  list(of: { personId: string; waiting?: boolean; limit: number }): Promise<Approval[]>;
  /** Throws 404, also for another person's. */
  get(id: string, personId: string): Promise<Approval>;
}

export interface ApprovalsDeps {
  db: Kysely<Tables>;
  clock: Clock;
  id: MakeId;
  publish: (personId: string, event: LiveEvent) => void;
  /** Milliseconds an answer is waited for: by a held call, and by a client that has to call again. */
  expiry?: { held: number; returned: number };
}

const defaultExpiry = { held: 15 * 60_000, returned: 60 * 60_000 };

export function createApprovals(deps: ApprovalsDeps): Approvals {
  const { db, clock } = deps;
  const expiry = deps.expiry ?? defaultExpiry;
  const waits = createApprovalWaits(deps);
  const tell = (approval: { id: string; personId: string }): void => {
    waits.look();
    deps.publish(approval.personId, { topic: 'approvals', id: approval.id });
  };
  return {
    async ask(question, { reuse }) {
      if (reuse) {
        const same = await findEqual(db, question, 'pending', clock.now());
        if (same) return approvalOf(same);
      }
      const now = clock.now();
      const row = rowOf(
        question,
        deps.id('apr'),
        now,
        now + (question.details.held ? expiry.held : expiry.returned),
      );
      await db.insertInto('approval').values(row).execute();
      tell({ id: row.id, personId: row.person_id });
      return approvalOf(row);
    },
    wait: waits.wait,
    async take(id, binding, callId) {
      const used = await db
        .transaction()
        .execute((transaction) => takeRow(transaction, id, binding, callId, clock.now()));
      if (used.used) tell({ id, personId: binding.personId });
      return used;
    },
    async takeAnswered(binding, callId) {
      const row = await findEqual(db, binding, 'approved', clock.now());
      if (!row) return undefined;
      const used = await db
        .transaction()
        .execute((transaction) => takeRow(transaction, row.id, binding, callId, clock.now()));
      if (used.used) tell({ id: row.id, personId: binding.personId });
      return used.used ? row.id : undefined;
    },
    async withdraw(id) {
      const [row] = await db
        .updateTable('approval')
        .set({ state: 'withdrawn', reason: 'The caller went away.' })
        .where('id', '=', id)
        .where('state', '=', 'pending')
        .returning('person_id')
        .execute();
      if (row) tell({ id, personId: row.person_id });
    },
    async answer(id, personId, answer, within) {
      const row = await db
        .transaction()
        .execute((transaction) => answerRow(transaction, id, personId, answer, clock.now(), within));
      tell({ id, personId });
      return approvalOf(row);
    },
    async list({ personId, waiting, limit }) {
      await waits.expire(personId);
      let query = db.selectFrom('approval').selectAll().where('person_id', '=', personId);
      if (waiting) query = query.where('state', '=', 'pending');
      const rows = await query.orderBy('created_at', 'desc').orderBy('id').limit(limit).execute();
      return rows.map(approvalOf);
    },
    async get(id, personId) {
      await waits.expire(personId);
      const row = await db
        .selectFrom('approval')
        .selectAll()
        .where('id', '=', id)
        .where('person_id', '=', personId)
        .executeTakeFirst();
      if (!row) throw notFound('approval');
      return approvalOf(row);
    },
  };
}

type Row = Tables['approval'];

function rowOf(question: Parameters<Approvals['ask']>[0], id: string, now: number, expiresAt: number): Row {
  return {
    id,
    person_id: question.personId,
    project_id: question.projectId,
    connector_id: question.connectorId,
    account_id: question.accountId,
    method: question.method,
    subject: question.subject,
    arguments: canonicalText(question.arguments),
    arguments_digest: question.argumentsDigest,
    definition_digest: question.definitionDigest,
    policy_revision: question.policyRevision,
    details: JSON.stringify(question.details),
    state: 'pending',
    reason: null,
    created_at: now,
    expires_at: expiresAt,
    answered_at: null,
    used_by_call: null,
  };
}

const approvalOf = (row: Row): Approval => ({
  id: row.id,
  personId: row.person_id,
  projectId: row.project_id,
  connectorId: row.connector_id,
  accountId: row.account_id,
  method: row.method,
  subject: row.subject,
  argumentsText: row.arguments,
  argumentsDigest: row.arguments_digest,
  definitionDigest: row.definition_digest,
  policyRevision: row.policy_revision,
  details: JSON.parse(row.details) as ApprovalDetails,
  state: row.state as ApprovalState,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  ...(row.reason === null ? {} : { reason: row.reason }),
  ...(row.answered_at === null ? {} : { answeredAt: row.answered_at }),
  ...(row.used_by_call === null ? {} : { usedByCall: row.used_by_call }),
});

const findEqual = (db: Kysely<Tables>, binding: ApprovalBinding, state: ApprovalState, now: number) =>
  db
    .selectFrom('approval')
    .selectAll()
    .where('person_id', '=', binding.personId)
    .where('state', '=', state)
    .where('connector_id', '=', binding.connectorId)
    .where('account_id', '=', binding.accountId)
    .where('project_id', '=', binding.projectId)
    .where('method', '=', binding.method)
    .where('subject', '=', binding.subject)
    .where('arguments_digest', '=', binding.argumentsDigest)
    .where('definition_digest', '=', binding.definitionDigest)
    .where('policy_revision', '=', binding.policyRevision)
    .where('expires_at', '>', now)
    .orderBy('created_at')
    .executeTakeFirst();

const boundFields: [keyof ApprovalBinding & keyof Approval, string][] = [
  ['personId', 'person'],
  ['projectId', 'project'],
  ['connectorId', 'connector'],
  ['accountId', 'account'],
  ['method', 'kind of call'],
  ['subject', 'tool'],
  ['argumentsDigest', 'arguments'],
  ['definitionDigest', 'definition of the tool'],
];

/** Checks the binding, then takes the answer: the conditional update is what makes it single use. */
async function takeRow(
  transaction: Transaction<Tables>,
  id: string,
  binding: ApprovalBinding,
  callId: string,
  now: number,
): Promise<UseOfApproval> {
  const no = (why: string, changed = false): UseOfApproval => ({ used: false, why, changed });
  const row = await transaction
    .selectFrom('approval')
    .selectAll()
    .where('id', '=', id)
    .where('person_id', '=', binding.personId)
    .executeTakeFirst();
  if (!row) return no('There is no such approval.');
  const approval = approvalOf(row);
  for (const [field, word] of boundFields)
    if (approval[field] !== binding[field]) return no(`The approval is for another ${word} than this call.`);
  if (approval.state !== 'approved') return no(stateWords[approval.state], approval.state === 'void');
  if (approval.expiresAt <= now) return no(stateWords.expired);
  if (approval.policyRevision !== (await currentRevision(transaction, binding)))
    return no(stateWords.void, true);
  const [taken] = await transaction
    .updateTable('approval')
    .set({ state: 'used', used_by_call: callId })
    .where('id', '=', id)
    .where('state', '=', 'approved')
    .returning('id')
    .execute();
  return taken ? { used: true } : no(stateWords.used);
}

const stateWords: Record<ApprovalState, string> = {
  pending: 'The approval has not been given yet.',
  approved: 'The approval was given.',
  denied: 'The approval was denied.',
  expired: 'The approval has expired.',
  void: 'What is allowed has changed since this was approved, so the approval is void.',
  withdrawn: 'The call that asked for this approval went away.',
  used: 'The approval was used before; an approval is good for one call.',
};

async function currentRevision(
  transaction: Transaction<Tables>,
  binding: Pick<ApprovalBinding, 'personId' | 'projectId' | 'connectorId'>,
): Promise<string> {
  const row = await transaction
    .selectFrom('policy_revision')
    .select((e) => e.fn.max('revision').as('revision'))
    .where('scope', 'in', scopesOf(binding))
    .executeTakeFirstOrThrow();
  return String(row.revision ?? 0);
}

async function answerRow(
  transaction: Transaction<Tables>,
  id: string,
  personId: string,
  answer: { state: 'approved' | 'denied'; reason?: string },
  now: number,
  within?: (transaction: Transaction<Tables>) => Promise<void>,
): Promise<Row> {
  const [row] = await transaction
    .updateTable('approval')
    .set({ state: 'denied', answered_at: now, reason: answer.reason ?? null })
    .where('id', '=', id)
    .where('person_id', '=', personId)
    .where('state', '=', 'pending')
    .where('expires_at', '>', now)
    .returningAll()
    .execute();
  if (!row) {
    const known = await transaction
      .selectFrom('approval')
      .select(['state', 'expires_at'])
      .where('id', '=', id)
      .where('person_id', '=', personId)
      .executeTakeFirst();
    if (!known) throw notFound('approval');
    const state = known.state === 'pending' ? 'expired' : (known.state as ApprovalState);
    throw approvalOver(stateWords[state]);
  }
  if (answer.state === 'denied') return row;
  await within?.(transaction);
  // "Always allow" has just changed the policy; this answer was given under it and holds.
  const policyRevision = within
    ? await currentRevision(transaction, {
        personId,
        projectId: row.project_id,
        connectorId: row.connector_id,
      })
    : row.policy_revision;
  const [approved] = await transaction
    .updateTable('approval')
    .set({ state: 'approved', policy_revision: policyRevision })
    .where('id', '=', id)
    .returningAll()
    .execute();
  return approved ?? row;
}
