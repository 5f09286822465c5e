// When a catalogue was listed: the first one is accepted by adding; later ones are compared with what was accepted.
import type { Catalogue } from '#shared/contract/catalogue.ts';
import type { ConnectorsForCalls } from '../connectors/connectors-for-calls.ts';
import type { Policies } from './policies.ts';
import { recordPolicyChange } from './policy-revisions.ts';
import { mayBeAcceptedUnseen, pinnedIn, type ReviewsDeps, recordReview, writeAccepted } from './reviews.ts';

export async function noteListedCatalogue(
  deps: ReviewsDeps & { policies: Policies; connectors: ConnectorsForCalls },
  listed: { personId: string; connectorId: string; accountId: string; now: Catalogue },
): Promise<void> {
  const { personId, connectorId, accountId, now: catalogue } = listed;
  try {
    const resolved = await deps.connectors.resolve({ personId, connectorId, accountId });
    const connector = { id: connectorId, name: resolved.name, url: resolved.url, catalogue };
    const { projectId } = resolved;
    const policy = await deps.policies.of({ personId, projectId, connector });
    const held = pinnedIn(catalogue).filter((one) => {
      const state = policy.definitionState(one.kind, one.name, one.digest);
      return state === 'new' || state === 'changed';
    });
    if (held.length === 0) return;
    const taken = policy.stored.review?.acceptNewReadOnly
      ? held.filter(
          (one) =>
            one.kind === 'tool' &&
            one.readOnly &&
            mayBeAcceptedUnseen(one) &&
            policy.definitionState(one.kind, one.name, one.digest) === 'new',
        )
      : [];
    if (taken.length > 0) {
      await deps.db.transaction().execute(async (transaction) => {
        await writeAccepted(
          transaction,
          { personId, projectId, connectorId },
          taken,
          'automatic',
          deps.clock.now(),
        );
        await recordPolicyChange(transaction, [`connector:${personId}:${connectorId}`]);
      });
      deps.policies.expire();
      const names = taken.map((one) => one.name).join(', ');
      await recordReview(
        deps,
        { personId, projectId, connector },
        `Took in new read-only tools by itself: ${names}. Each call needs approval.`,
      );
    }
    deps.publish(personId, { topic: 'reviews', id: connectorId });
  } catch (error) {
    // Nothing is lost: what is not accepted stays held, and is compared again at every call.
    deps.log.warn('a listed catalogue could not be compared with what was accepted', { connectorId, error });
  }
}
