// Before the browser leaves for an authorization server: where it goes, under which name, and what is asked, in words.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { BeforeLeaving, ScopeInWords } from '#shared/contract/authorization.ts';
import type { Account, Connector } from '#shared/contract/connectors.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, TextInput } from '../components/field.tsx';
import { SkeletonRows } from '../components/skeleton.tsx';
import { ScopeList } from './scope-list.tsx';

interface BeforeLeavingDialogProps {
  connector: Connector;
  account: Account;
  onClose: () => void;
}

interface StartChoice {
  authorizationServer?: string;
  client?: { clientId: string; secret?: string };
}

function Scopes({ scopes }: { scopes: ScopeInWords[] }) {
  if (scopes.length > 0) return <ScopeList scopes={scopes} />;
  return (
    <p className="text-sm text-muted">
      No particular permission is asked for; the server decides what it grants.
    </p>
  );
}

function Ready({
  found,
  connector,
}: {
  found: Extract<BeforeLeaving, { kind: 'ready' }>;
  connector: Connector;
}) {
  return (
    <div className="space-y-4">
      <p className="text-pretty">
        You are going to <strong className="font-semibold">{found.host}</strong> to let Causeway use{' '}
        <strong className="font-semibold">{connector.name}</strong> as you.
        {found.isStepUp && ' It asks for more than you granted before.'}
      </p>
      <Scopes scopes={found.isStepUp ? found.added : found.scopes} />
      <p className="text-sm text-muted">
        It knows Causeway as “{found.clientName}”. {found.notes.join(' ')}
      </p>
    </div>
  );
}

function ClientNeeded({
  found,
  formId,
  onSubmit,
}: {
  found: Extract<BeforeLeaving, { kind: 'client-needed' }>;
  formId: string;
  onSubmit: (client: { clientId: string; secret?: string }) => void;
}) {
  const [clientId, setClientId] = useState('');
  const [secret, setSecret] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (clientId.trim() !== '') onSubmit({ clientId: clientId.trim(), ...(secret === '' ? {} : { secret }) });
  };
  return (
    <form id={formId} onSubmit={submit} className="space-y-4">
      <ErrorNote error={found.problem} />
      <div>
        <p className="text-sm font-medium">Redirect address to enter there</p>
        <p className="mt-1 flex items-center gap-1 rounded-md border bg-sunken py-0.5 pl-3 pr-0.5 font-mono text-xs [overflow-wrap:anywhere]">
          <span className="min-w-0 flex-1">{found.redirectUri}</span>
          <CopyButton text={found.redirectUri} label="Copy the redirect address" />
        </p>
      </div>
      <Field label="Client ID">
        {(control) => (
          <TextInput {...control} value={clientId} onChange={(event) => setClientId(event.target.value)} />
        )}
      </Field>
      <Field label="Client secret" mark={<span className="text-xs text-faint">optional</span>}>
        {(control) => (
          <TextInput
            {...control}
            type="password"
            value={secret}
            onChange={(event) => setSecret(event.target.value)}
          />
        )}
      </Field>
    </form>
  );
}

export function BeforeLeavingDialog({ connector, account, onClose }: BeforeLeavingDialogProps) {
  const formId = useId();
  const queryClient = useQueryClient();
  const params = { connectorId: connector.id, accountId: account.id };
  const start = useMutation({
    mutationFn: (choice: StartChoice) => call(api.authorization.start, { params, body: choice }),
    onSuccess: async (found) => {
      if (found.kind !== 'signed-in') return;
      await queryClient.invalidateQueries({ queryKey: ['connectors'] });
      onClose();
    },
  });
  const leave = useMutation({
    mutationFn: (attemptId: string) => call(api.authorization.continue, { params: { attemptId } }),
    onSuccess: ({ authorizationUrl }) => location.assign(authorizationUrl),
  });
  const started = useRef(false);
  const { mutate } = start;
  useEffect(() => {
    if (started.current) return;
    started.current = true;
    mutate({});
  }, [mutate]);
  const found = start.data;
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Sign in to ${connector.name}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          {found?.kind === 'ready' && (
            <Button
              tone="primary"
              busy={leave.isPending || leave.isSuccess}
              onClick={() => leave.mutate(found.attemptId)}
            >
              Continue to {found.host}
            </Button>
          )}
          {found?.kind === 'client-needed' && (
            <Button tone="primary" type="submit" form={formId} busy={start.isPending}>
              Continue
            </Button>
          )}
          {(found?.kind === 'failed' || start.error !== null) && (
            <Button tone="primary" busy={start.isPending} onClick={() => mutate({})}>
              Try again
            </Button>
          )}
        </>
      }
    >
      <div className="space-y-4">
        {found === undefined && start.error === null && (
          <SkeletonRows rows={3} label="Finding out how to sign in" />
        )}
        {start.error !== null && <ErrorNote error={asAppError(start.error)} />}
        {found?.kind === 'ready' && <Ready found={found} connector={connector} />}
        {found?.kind === 'choose-server' && (
          <div className="space-y-2">
            <p>{connector.name} accepts several sign-in servers. Which one do you use?</p>
            {found.servers.map((server) => (
              <Button
                key={server.issuer}
                className="w-full justify-start"
                busy={start.isPending}
                onClick={() => mutate({ authorizationServer: server.issuer })}
              >
                {server.host}
              </Button>
            ))}
          </div>
        )}
        {found?.kind === 'client-needed' && (
          <ClientNeeded
            found={found}
            formId={formId}
            onSubmit={(client) => mutate({ client, authorizationServer: found.issuer })}
          />
        )}
        {found?.kind === 'failed' && (
          <ErrorNote error={found.problem} tried={found.steps.map((step) => step.line)} />
        )}
        {leave.error !== null && <ErrorNote error={asAppError(leave.error)} />}
      </div>
    </Dialog>
  );
}
