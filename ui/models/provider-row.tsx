// One provider: its models, where its key is, a test that says what the provider answered, and removal.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { ModelProvider } from '#shared/contract/models.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button, IconButton } from '../components/button.tsx';
import { ConfirmDialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { formatDuration, plural } from '../components/format.ts';
import { State } from '../components/state.tsx';

function keyFact({ key }: ModelProvider): string {
  if (key.from === 'environment') return `key from ${key.variable}`;
  return key.from === 'vault' ? 'key kept encrypted' : 'no key';
}

function Tested({ provider, test }: { provider: ModelProvider; test: ReturnType<typeof useTest> }) {
  if (test.error !== null) return <ErrorNote error={asAppError(test.error)} />;
  const result = test.data?.test;
  if (result === undefined)
    return provider.problem === undefined ? null : <ErrorNote error={provider.problem} />;
  if (!result.passed) return <ErrorNote error={result.problem} />;
  return (
    <State tone="ok">
      {result.modelId} answered in {formatDuration(result.milliseconds)}
    </State>
  );
}

function useTest(providerId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => call(api.models.test, { params: { providerId }, body: {} }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['models'] }),
  });
}

function RemoveDialog({ provider, onClose }: { provider: ModelProvider; onClose: () => void }) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () => call(api.models.remove, { params: { providerId: provider.id } }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['models'] });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Remove ${provider.name}?`}
      confirm="Remove"
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>Its key is deleted. Conversations stay, and can go on with another model.</p>
      {remove.error !== null && <ErrorNote error={asAppError(remove.error)} />}
    </ConfirmDialog>
  );
}

export function ProviderRow({ provider }: { provider: ModelProvider }) {
  const [removing, setRemoving] = useState(false);
  const test = useTest(provider.id);
  const facts = [plural(provider.models.length, 'model'), keyFact(provider), provider.baseUrl];
  return (
    <li className="space-y-2 px-3 py-2" aria-label={provider.name}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div className="min-w-0 flex-1 basis-48">
          <p className="truncate font-medium">{provider.name}</p>
          <p className="text-xs text-faint [overflow-wrap:anywhere]">{facts.join(' · ')}</p>
        </div>
        <Button size="small" busy={test.isPending} onClick={() => test.mutate()}>
          Test
        </Button>
        {provider.key.from !== 'environment' && (
          <IconButton
            label={`Remove ${provider.name}`}
            icon={<Trash2 aria-hidden className="size-4" />}
            onClick={() => setRemoving(true)}
          />
        )}
      </div>
      <div aria-live="polite">
        <Tested provider={provider} test={test} />
      </div>
      {removing && <RemoveDialog provider={provider} onClose={() => setRemoving(false)} />}
    </li>
  );
}
