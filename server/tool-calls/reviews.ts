// Definition review: what a person has accepted, what is held, and what the first listing of a connector does.
import type { Kysely, Transaction } from 'kysely';
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { LiveEvent } from '#shared/contract/events.ts';
import { deceives, isPlainName, textsOf } from '#shared/policy/text-findings.ts';
import type { ActivityRecord } from '../activity/record.ts';
import type { Clock } from '../platform/clock.ts';
import type { Log } from '../platform/log.ts';
import type { Tables } from '../storage/tables.ts';
import { definitionsOf } from './definitions.ts';
import { type DefinitionKind, reviewedPart } from './digest.ts';
import type { PolicyFor } from './policies.ts';
import { recordPolicyChange } from './policy-revisions.ts';

export interface ReviewsDeps {
  db: Kysely<Tables>;
  clock: Clock;
  activity: ActivityRecord;
  log: Log;
  publish: (personId: string, event: LiveEvent) => void;
}

/** A definition as it is listed now, ready to be accepted. */
export interface ListedDefinition {
  kind: DefinitionKind;
  name: string;
  digest: string;
  definition: string;
  readOnly: boolean;
}

export const instructionsName = 'instructions';

/** Everything of a catalogue that is pinned: tools, prompts, the server's instructions. */
export function pinnedIn(catalogue: Catalogue): ListedDefinition[] {
  const definitions = definitionsOf(catalogue);
  return [
    ...[...definitions.tools.values()].map(({ tool, digest, group }) => ({
      kind: 'tool' as const,
      name: tool.name,
      digest,
      definition: JSON.stringify(reviewedPart(tool)),
      readOnly: group === 'read-only',
    })),
    ...[...definitions.prompts.values()].map(({ prompt, digest }) => ({
      kind: 'prompt' as const,
      name: prompt.name,
      digest,
      definition: JSON.stringify(reviewedPart(prompt)),
      readOnly: false,
    })),
    {
      kind: 'instructions' as const,
      name: instructionsName,
      digest: definitions.instructionsDigest,
      definition: JSON.stringify({ instructions: catalogue.server.instructions ?? '' }),
      readOnly: false,
    },
  ];
}

/** Text that hides something is never accepted without a person's eyes on it. */
export const mayBeAcceptedUnseen = (one: ListedDefinition): boolean =>
  (one.kind === 'instructions' || isPlainName(one.name)) &&
  !textsOf(JSON.parse(one.definition)).some(deceives);

/**
 * Who adds a connector accepts what it shows on its first listing: recorded here, once per person and
 * connector. Everything still needs approval; what hides characters stays held. True when it wrote something.
 */
export async function acceptFirstListing(deps: ReviewsDeps, input: PolicyFor): Promise<boolean> {
  const { catalogue } = input.connector;
  if (!catalogue) return false;
  const now = deps.clock.now();
  const accepted = pinnedIn(catalogue).filter(mayBeAcceptedUnseen);
  const wrote = await deps.db.transaction().execute(async (transaction) => {
    const [first] = await transaction
      .insertInto('connector_review')
      .values({
        person_id: input.personId,
        connector_id: input.connector.id,
        project_id: input.projectId,
        first_listed_at: now,
        first_reviewed_at: null,
        accept_new_read_only: 0,
      })
      .onConflict((conflict) => conflict.columns(['person_id', 'connector_id']).doNothing())
      .returning('connector_id')
      .execute();
    if (!first) return false;
    await writeAccepted(transaction, { ...input, connectorId: input.connector.id }, accepted, 'added', now);
    await recordPolicyChange(transaction, [`connector:${input.personId}:${input.connector.id}`]);
    return true;
  });
  if (wrote)
    await recordReview(
      deps,
      input,
      `Accepted ${accepted.length} definitions by adding ${input.connector.name}.`,
    );
  return wrote;
}

export async function writeAccepted(
  transaction: Transaction<Tables>,
  of: { personId: string; projectId: string; connectorId: string },
  accepted: ListedDefinition[],
  how: 'added' | 'person' | 'automatic',
  now: number,
): Promise<void> {
  const rows = accepted.map((one) => ({
    person_id: of.personId,
    project_id: of.projectId,
    connector_id: of.connectorId,
    kind: one.kind,
    name: one.name,
    digest: one.digest,
    verdict: 'accepted',
    how,
    definition: one.definition,
    reviewed_at: now,
  }));
  // Each row has ten values; SQLite takes 32,766 in one statement.
  for (let start = 0; start < rows.length; start += 500)
    await transaction
      .insertInto('definition_review')
      .values(rows.slice(start, start + 500))
      .onConflict((conflict) =>
        conflict
          .columns(['person_id', 'connector_id', 'kind', 'name', 'digest'])
          .doUpdateSet({ verdict: 'accepted', how, reviewed_at: now }),
      )
      .execute();
}

export async function recordReview(
  deps: Pick<ReviewsDeps, 'activity' | 'log' | 'publish'>,
  of: { personId: string; projectId: string; connector: { id: string; name: string } },
  summary: string,
): Promise<void> {
  await recordChange(deps, { ...of, subject: `Definition review of ${of.connector.name}`, summary });
  deps.publish(of.personId, { topic: 'reviews', id: of.connector.id });
  deps.publish(of.personId, { topic: 'catalogue', id: of.connector.id });
}

/** A change that a person made, for Activity. */
export async function recordChange(
  deps: Pick<ReviewsDeps, 'activity' | 'log'>,
  of: {
    personId: string;
    projectId: string;
    connector?: { id: string };
    door?: 'by-hand' | 'command-line' | 'background';
    subject: string;
    summary: string;
  },
): Promise<void> {
  try {
    await deps.activity.write(
      {
        kind: 'change',
        personId: of.personId,
        projectId: of.projectId,
        door: of.door ?? 'by-hand',
        ...(of.connector ? { connectorId: of.connector.id } : {}),
        subject: of.subject,
        summary: of.summary,
      },
      { outcome: 'completed' },
    );
  } catch (error) {
    deps.log.error('a change could not be recorded', { subject: of.subject, error });
  }
}
