// How the tools of a project are shown to other apps, with what each way costs in a model's context.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Exposure } from '#shared/contract/exposure.ts';
import { exposureEndpoints } from '#shared/contract/exposure.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { ErrorNote } from '../components/error-note.tsx';
import { Segmented } from '../components/segmented.tsx';
import { Skeleton } from '../components/skeleton.tsx';

const words: Record<Exposure, { label: string; about: string }> = {
  all: { label: 'All tools', about: 'Every tool is listed, under its own name.' },
  search: {
    label: 'Search and call',
    about: 'Three tools that find, describe and call the others: for projects with many tools.',
  },
  split: {
    label: 'Read / write / destructive',
    about:
      'Search, with one calling tool for each kind: a client that can only allow whole tools may let reads run by themselves.',
  },
};
const ways: Exposure[] = ['all', 'search', 'split'];
const tokens = new Intl.NumberFormat('en-GB');

export function ExposureChoice({ projectId }: { projectId: string }) {
  const queryClient = useQueryClient();
  const queryKey = ['projects', projectId, 'exposure'];
  const { data, error } = useQuery({
    queryKey,
    queryFn: ({ signal }) => call(exposureEndpoints.get, { params: { projectId } }, { signal }),
  });
  const choose = useMutation({
    mutationFn: (exposure: Exposure) =>
      call(exposureEndpoints.set, { params: { projectId }, body: { exposure } }),
    onSuccess: (state) => queryClient.setQueryData(queryKey, state),
  });
  const failed = choose.error ?? error;
  if (data === undefined && failed === null) return <Skeleton className="h-20 w-full" />;
  return (
    <div className="space-y-2">
      <h3 className="text-sm font-medium">Tools are shown as</h3>
      {data !== undefined && (
        <>
          <Segmented
            label="Tools are shown as"
            segments={ways.map((value) => ({ value, label: words[value].label }))}
            value={choose.isPending ? choose.variables : data.exposure}
            onChange={(next) => choose.mutate(next)}
            className="max-w-full"
          />
          <p className="text-sm text-muted text-pretty">
            {words[data.exposure].about} Connected apps are told of a change.
          </p>
          <p className="tabular text-sm text-muted">
            About {tokens.format(data.tokens[data.exposure])} tokens of a model's context for {data.tools}{' '}
            tools (
            {ways
              .map((way) => `${words[way].label.toLowerCase()} ${tokens.format(data.tokens[way])}`)
              .join(' · ')}
            ).
          </p>
        </>
      )}
      {failed !== null && <ErrorNote error={asAppError(failed)} />}
    </div>
  );
}
