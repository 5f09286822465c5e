// An app asks to use a project: who it is, where it sends the person, what it will be able to do.
import { useMutation, useQuery } from '@tanstack/react-query';
import { Share2 } from 'lucide-react';
import { useEffect } from 'react';
import { api } from '#shared/contract/api.ts';
import type { AuthorizationRequest } from '#shared/contract/gateway-clients.ts';
import { call } from '../api/call.ts';
import { answerConsent } from '../api/consent.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Skeleton } from '../components/skeleton.tsx';

function Question({ request }: { request: AuthorizationRequest }) {
  return (
    <div className="space-y-3 text-base text-pretty">
      <p>
        <strong className="font-semibold">{request.clientName}</strong> wants to use the project{' '}
        <strong className="font-semibold">{request.projectName}</strong> as you.
      </p>
      <ul className="list-disc space-y-1 pl-5 text-sm text-muted">
        <li>It sees the tools, resources and prompts of the project's connectors.</li>
        <li>Every call it makes passes your permissions, usage limits and approvals, and is recorded.</li>
        <li>It never gets the accounts themselves. You can disconnect it at any time.</li>
      </ul>
      <dl className="grid grid-cols-[7rem_minmax(0,1fr)] gap-x-3 gap-y-1 rounded-lg border bg-sunken px-3 py-2 text-sm">
        <dt className="text-muted">Sends you to</dt>
        <dd className="font-mono [overflow-wrap:anywhere]">{request.redirectHost}</dd>
        <dt className="text-muted">Known by</dt>
        <dd className="[overflow-wrap:anywhere]">
          {request.clientHost === undefined ? (
            'its own word only: the name above is not verified'
          ) : (
            <>
              a document at <span className="font-mono">{request.clientHost}</span>
            </>
          )}
        </dd>
      </dl>
      <p className="text-sm text-muted">Allow it only if you started this in that app just now.</p>
    </div>
  );
}

export function ConsentPage() {
  const query = window.location.search.slice(1);
  const asked = new URLSearchParams(query);
  useEffect(() => {
    document.title = 'Connect an app · Causeway';
  }, []);
  const { data: request, error } = useQuery({
    queryKey: ['authorization-request', query],
    queryFn: async ({ signal }) =>
      (
        await call(
          api.gatewayClients.describeRequest,
          {
            query: {
              clientId: asked.get('client_id') ?? '',
              redirectUri: asked.get('redirect_uri') ?? '',
              resource: asked.get('resource') ?? '',
            },
          },
          { signal },
        )
      ).request,
    retry: false,
  });
  const answer = useMutation({
    mutationFn: (accept: boolean) => answerConsent(query, accept),
    onSuccess: (url) => window.location.assign(url),
  });
  const busy = answer.isPending || answer.isSuccess;
  return (
    <main className="mx-auto flex min-h-dvh max-w-110 flex-col justify-center gap-5 px-5 py-10">
      <h1 className="flex items-center gap-2.5 text-lg font-semibold">
        <Share2 aria-hidden className="size-5 text-faint" />
        Connect an app
      </h1>
      {error !== null && <ErrorNote error={asAppError(error)} />}
      {request === undefined && error === null && <Skeleton className="h-52 w-full" />}
      {request !== undefined && <Question request={request} />}
      {answer.error !== null && <ErrorNote error={asAppError(answer.error)} />}
      {request !== undefined && (
        <div className="flex gap-2">
          <Button
            tone="primary"
            size="large"
            className="flex-1"
            busy={busy && answer.variables === true}
            disabled={busy}
            onClick={() => answer.mutate(true)}
          >
            Allow
          </Button>
          <Button
            size="large"
            className="flex-1"
            busy={busy && answer.variables === false}
            disabled={busy}
            onClick={() => answer.mutate(false)}
          >
            Deny
          </Button>
        </div>
      )}
    </main>
  );
}
