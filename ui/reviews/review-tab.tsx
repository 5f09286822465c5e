// *Review*: new and changed definitions of a connector, held until its person has looked; and the first review.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { HeldDefinition } from '#shared/contract/reviews.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Checkbox } from '../components/field.tsx';
import { plural } from '../components/format.ts';
import { LoadError, PageColumn } from '../components/page.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { reviewQuery } from '../gate/queries.ts';
import { useChange } from '../gate/use-change.ts';
import { DefinitionCard } from './definition-card.tsx';
import { FirstReview } from './first-review.tsx';

const route = getRouteApi('/frame/connectors/$connectorId/review');

const asShown = ({ kind, name, digest }: HeldDefinition) => ({ kind, name, digest });

export function ReviewTab() {
  const { connectorId } = route.useParams();
  const { tool } = route.useSearch();
  const [keepAlwaysAllow, setKeep] = useState(false);
  const params = { connectorId };
  const { data, error, refetch } = useQuery(reviewQuery(connectorId));
  const accept = useChange((definitions: HeldDefinition[]) =>
    call(api.reviews.accept, { params, body: { definitions: definitions.map(asShown), keepAlwaysAllow } }),
  );
  const keep = useChange((definition: HeldDefinition) =>
    call(api.reviews.keepBlocked, { params, body: asShown(definition) }),
  );
  const optIn = useChange((acceptNewReadOnly: boolean) =>
    call(api.reviews.setOptIn, { params, body: { acceptNewReadOnly } }),
  );
  if (error !== null && data === undefined) return <LoadError error={error} retry={() => void refetch()} />;
  if (data === undefined) return <SkeletonRows label="Loading the review" />;
  const failed = accept.error ?? keep.error ?? optIn.error;
  const held = [...data.held].sort((a, b) => Number(b.name === tool) - Number(a.name === tool));
  const busy = accept.isPending || keep.isPending;
  return (
    <PageColumn>
      {failed !== null && <ErrorNote error={asAppError(failed)} />}
      {!data.first.reviewed && <FirstReview connectorId={connectorId} groups={data.first.groups} />}
      {held.length === 0 ? (
        <EmptyState icon={<ShieldCheck aria-hidden />} title="Nothing to review">
          Every definition is one that you accepted. What is new or changes waits here.
        </EmptyState>
      ) : (
        <section aria-labelledby="held" className="space-y-4">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <div>
              <h2 id="held" className="text-base font-semibold">
                New and changed
              </h2>
              <p className="text-sm text-muted">
                {plural(held.length, 'definition')} held: neither shown to models and apps nor callable.
              </p>
            </div>
            <Button busy={busy} onClick={() => accept.mutate(held)}>
              Accept all {held.length}
            </Button>
          </div>
          {held.some((one) => one.state === 'changed') && (
            <Checkbox
              label="Keep “Always allow” under the new definition"
              hint="Otherwise tools and rules that were always allowed need approval again."
              checked={keepAlwaysAllow}
              onChange={(event) => setKeep(event.target.checked)}
            />
          )}
          {held.map((definition) => (
            <DefinitionCard
              key={`${definition.kind} ${definition.name} ${definition.digest}`}
              definition={definition}
              isOpen={definition.name === tool}
              busy={busy}
              onAccept={() => accept.mutate([definition])}
              onKeepBlocked={() => keep.mutate(definition)}
            />
          ))}
        </section>
      )}
      <Checkbox
        label="Accept new read-only tools by themselves"
        hint="Each call of them still needs approval until you review them. What hides characters is held all the same."
        checked={data.acceptNewReadOnly}
        disabled={optIn.isPending}
        onChange={(event) => optIn.mutate(event.target.checked)}
      />
    </PageColumn>
  );
}
