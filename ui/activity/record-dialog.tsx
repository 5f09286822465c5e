// The record itself, for administrators: whether it is as it was written, and how long it is kept.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { activityEndpoints, type ChainVerdict } from '#shared/contract/activity.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Checkbox, Field, TextInput } from '../components/field.tsx';
import { plural } from '../components/format.ts';
import { Skeleton } from '../components/skeleton.tsx';
import { State } from '../components/state.tsx';

function Verdict({ verdict }: { verdict: ChainVerdict }) {
  if (!verdict.intact)
    return (
      <ErrorNote
        error={{
          message: `The record was changed at link ${verdict.sequence.toLocaleString('en')}.`,
          fix: `${verdict.sentence} ${plural(verdict.links, 'link')} before it are intact.`,
          ...(verdict.entryId === undefined ? {} : { details: { entry: verdict.entryId } }),
        }}
      />
    );
  const { head } = verdict;
  return (
    <div role="status" className="space-y-1.5 rounded-lg border p-3">
      <State tone="ok">Intact: {plural(verdict.links, 'link')} checked, each holds the one before it.</State>
      <p className="text-xs text-muted text-pretty">
        Note the last one down elsewhere: a record that does not hold it any more was cut.
      </p>
      <p className="flex items-start gap-1 font-mono text-xs">
        <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          {head.sequence} {head.hash}
        </span>
        <CopyButton text={`${head.sequence} ${head.hash}`} label="Copy the last link" />
      </p>
    </div>
  );
}

const retentionKey = ['activity-retention'];

function RetentionForm({ keepDays }: { keepDays: number | undefined }) {
  const queryClient = useQueryClient();
  const [forEver, setForEver] = useState(keepDays === undefined);
  const [days, setDays] = useState(String(keepDays ?? 365));
  const save = useMutation({
    mutationFn: () =>
      call(activityEndpoints.setRetention, { body: { keepDays: forEver ? null : Number(days) } }),
    onSuccess: (kept) => {
      queryClient.setQueryData(retentionKey, kept);
      return queryClient.invalidateQueries({ queryKey: ['activity'] });
    },
  });
  const isSame = forEver ? keepDays === undefined : Number(days) === keepDays;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit} className="space-y-3">
      <Checkbox
        label="Keep everything for ever"
        checked={forEver}
        onChange={(event) => setForEver(event.target.checked)}
      />
      {!forEver && (
        <Field label="Days to keep" hint="What is older is removed as soon as you save, for everybody.">
          {(control) => (
            <TextInput
              {...control}
              type="number"
              min={1}
              max={36_500}
              step={1}
              required
              value={days}
              onChange={(event) => setDays(event.target.value)}
              className="max-w-32"
            />
          )}
        </Field>
      )}
      {save.error !== null && <ErrorNote error={asAppError(save.error)} />}
      <div className="flex items-center gap-3">
        <Button type="submit" size="small" busy={save.isPending} disabled={isSame}>
          Save
        </Button>
        <span role="status" className="text-xs text-muted">
          {save.isSuccess && isSame && 'Saved.'}
        </span>
      </div>
    </form>
  );
}

export function RecordDialog({ onClose }: { onClose: () => void }) {
  const verify = useMutation({ mutationFn: () => call(activityEndpoints.verify, {}) });
  const retention = useQuery({
    queryKey: retentionKey,
    queryFn: ({ signal }) => call(activityEndpoints.readRetention, {}, { signal }),
  });
  return (
    <Dialog open onClose={onClose} title="The record" size="small">
      <div className="space-y-6">
        <section aria-labelledby="verify-record" className="space-y-2">
          <h3 id="verify-record" className="text-base font-semibold">
            Verify
          </h3>
          <p className="text-sm text-muted text-pretty">
            Every entry is one link of a chain of hashes. A change to an old entry breaks it.
          </p>
          <Button size="small" busy={verify.isPending} onClick={() => verify.mutate()}>
            Verify the record
          </Button>
          {verify.error !== null && <ErrorNote error={asAppError(verify.error)} />}
          {verify.data !== undefined && <Verdict verdict={verify.data} />}
        </section>
        <section aria-labelledby="keep-record" className="space-y-2">
          <h3 id="keep-record" className="text-base font-semibold">
            How long it is kept
          </h3>
          {retention.error !== null && <ErrorNote error={asAppError(retention.error)} />}
          {retention.isPending && <Skeleton className="h-16 w-full" />}
          {retention.data !== undefined && <RetentionForm keepDays={retention.data.keepDays} />}
        </section>
      </div>
    </Dialog>
  );
}
