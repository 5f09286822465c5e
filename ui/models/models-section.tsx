// Models: providers of the person and of the environment, and the model servers that run on this machine.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { LocalEndpoint } from '#shared/contract/models.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { plural } from '../components/format.ts';
import { Skeleton } from '../components/skeleton.tsx';
import { Section } from '../settings/section.tsx';
import { AddProviderDialog } from './add-provider-dialog.tsx';
import { ProviderRow } from './provider-row.tsx';
import { localModelsQuery, modelsQuery } from './queries.ts';

function Found({ endpoint }: { endpoint: LocalEndpoint }) {
  const queryClient = useQueryClient();
  const add = useMutation({
    mutationFn: () =>
      call(api.models.add, {
        body: { kind: 'openai-compatible', name: endpoint.name, baseUrl: endpoint.baseUrl },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['models'] }),
  });
  return (
    <li className="space-y-2 px-3 py-2">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">{endpoint.name}</p>
          <p className="truncate text-xs text-faint">
            {plural(endpoint.models.length, 'model')} · {endpoint.baseUrl}
          </p>
        </div>
        <Button size="small" busy={add.isPending} onClick={() => add.mutate()}>
          Add {endpoint.name}
        </Button>
      </div>
      {add.error !== null && <ErrorNote error={asAppError(add.error)} />}
    </li>
  );
}

function FoundHere() {
  const { data: found = [] } = useQuery(localModelsQuery);
  const news = found.filter((endpoint) => endpoint.providerId === undefined);
  if (news.length === 0) return null;
  return (
    <div>
      <h3 className="mb-1 text-sm font-medium">Found on this machine</h3>
      <ul className="divide-y rounded-lg border">
        {news.map((endpoint) => (
          <Found key={endpoint.baseUrl} endpoint={endpoint} />
        ))}
      </ul>
    </div>
  );
}

export function ModelsSection() {
  const { data, error } = useQuery(modelsQuery);
  const [adding, setAdding] = useState(false);
  return (
    <Section
      id="models"
      title="Models"
      description="What answers in conversations. Without one, conversations work by hand."
      actions={
        <Button size="small" icon={<Plus aria-hidden className="size-4" />} onClick={() => setAdding(true)}>
          Add models
        </Button>
      }
    >
      {error !== null && <ErrorNote error={asAppError(error)} />}
      {data === undefined && error === null && <Skeleton className="h-12 w-full" />}
      {data?.providers.length === 0 && <p className="text-sm text-muted">You have none.</p>}
      {data !== undefined && data.providers.length > 0 && (
        <ul className="divide-y rounded-lg border">
          {data.providers.map((provider) => (
            <ProviderRow key={provider.id} provider={provider} />
          ))}
        </ul>
      )}
      <FoundHere />
      {adding && <AddProviderDialog onAdded={() => setAdding(false)} onClose={() => setAdding(false)} />}
    </Section>
  );
}
