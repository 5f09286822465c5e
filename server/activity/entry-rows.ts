// Between an activity entry as the contract has it and the columns it is stored in.

import type { Tables } from '#server/storage/tables.ts';
import type { ActivityEntry } from '#shared/contract/activity.ts';
import { redact, redactText } from '../platform/redact.ts';
import type { Beginning, Ending } from './links.ts';
import type { ActivityEnd, NewActivity } from './record.ts';

export type ActivityRow = Tables['activity'];

const subjectCharacters = 2_000;
const argumentCharacters = 8_000;

type BeginDetails = Pick<ActivityEntry, 'arguments' | 'decision' | 'decidedBy' | 'approvalId' | 'summary'>;
type EndDetails = Pick<ActivityEntry, 'problem' | 'resultBytes' | 'refusal' | 'approvalId'>;

/** Arguments are redacted and capped here, so that no door can forget it. `end` for entries over at once. */
export function toBeginning(
  entry: NewActivity,
  given: { id: string; at: number; writer: string; end?: ActivityEnd },
): Beginning {
  const { end } = given;
  const details: BeginDetails & EndDetails = {
    ...(entry.arguments === undefined
      ? {}
      : { arguments: redact(entry.arguments, { text: 2_000, total: argumentCharacters }) }),
    decision: entry.decision,
    decidedBy: entry.decidedBy,
    approvalId: entry.approvalId,
    summary: entry.summary === undefined ? undefined : clean(entry.summary, subjectCharacters),
    ...(end ? endDetails(end) : {}),
  };
  return {
    id: given.id,
    at: given.at,
    person_id: entry.personId,
    project_id: entry.projectId,
    kind: entry.kind,
    door: entry.door,
    client: entry.client === undefined ? null : cleanName(entry.client, 200),
    connector_id: entry.connectorId ?? null,
    account_id: entry.accountId ?? null,
    subject: cleanName(entry.subject, subjectCharacters),
    arguments_digest: entry.argumentsDigest ?? null,
    outcome: end?.outcome ?? 'started',
    milliseconds: whole(end?.milliseconds),
    details: JSON.stringify(details),
    writer: given.writer,
  };
}

export function toEnding(id: string, end: ActivityEnd, at: number): Ending {
  return {
    id,
    ended_at: at,
    outcome: end.outcome,
    milliseconds: whole(end.milliseconds),
    end_details: JSON.stringify(endDetails(end)),
  };
}

function endDetails(end: ActivityEnd): EndDetails {
  return {
    problem: end.problem && {
      code: end.problem.code,
      message: clean(end.problem.message, 1_000),
    },
    resultBytes: end.resultBytes,
    refusal: end.refusal,
    ...(end.approvalId === undefined ? {} : { approvalId: end.approvalId }),
  };
}

const cleaned = new Map<string, string>();

/** Names of tools and clients come again and again; those that hold nothing secret are looked at once. */
function cleanName(name: string, characters: number): string {
  const known = cleaned.get(name);
  if (known !== undefined) return known;
  const text = clean(name, characters);
  if (text === name && name.length <= 200) {
    if (cleaned.size >= 1_000) cleaned.clear();
    cleaned.set(name, text);
  }
  return text;
}

/** PostgreSQL's text cannot hold NUL; nothing else is lost. */
function clean(text: string, characters: number): string {
  const redacted = redactText(text.slice(0, characters + 500))
    .replaceAll('\u0000', '\u2400')
    .toWellFormed();
  return redacted.length > characters ? `${redacted.slice(0, characters)}…` : redacted;
}

const whole = (milliseconds: number | undefined): number | null =>
  milliseconds === undefined ? null : Math.round(milliseconds);

/** `alive` says whether a process still runs; an entry that a dead one began is `unknown` for good. */
export function toEntry(row: ActivityRow, alive: (writer: string) => boolean): ActivityEntry {
  const begun = JSON.parse(row.details) as BeginDetails & EndDetails;
  const ended = row.end_details === null ? {} : (JSON.parse(row.end_details) as EndDetails);
  const lost = row.outcome === 'started' && !alive(row.writer);
  return {
    id: row.id,
    sequence: row.sequence,
    kind: row.kind as ActivityEntry['kind'],
    at: row.at,
    personId: row.person_id,
    projectId: row.project_id,
    door: row.door as ActivityEntry['door'],
    client: row.client ?? undefined,
    connectorId: row.connector_id ?? undefined,
    accountId: row.account_id ?? undefined,
    subject: row.subject,
    argumentsDigest: row.arguments_digest ?? undefined,
    milliseconds: row.milliseconds ?? undefined,
    ...begun,
    ...ended,
    outcome: lost ? 'unknown' : (row.outcome as ActivityEntry['outcome']),
    ...(lost
      ? { problem: { code: 'process_ended', message: 'Causeway stopped before the outcome was recorded.' } }
      : {}),
  };
}
