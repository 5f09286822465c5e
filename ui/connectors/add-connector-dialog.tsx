// *Add custom connector*: an address, what was found there, and the sign-in. An error stays here, with what was tried.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { AddressStep } from './add-address-step.tsx';
import type { AddDraft } from './add-draft.ts';
import { FoundStep } from './add-found-step.tsx';
import { emptySignIn, signInInputOf, whatIsMissing } from './sign-in-draft.ts';
import { useProbe } from './use-probe.ts';

interface AddConnectorDialogProps {
  /** Fills the first step; with a URL the probe starts at once. */
  url: string;
  name: string;
  onClose: () => void;
}

export function AddConnectorDialog({ url, name, onClose }: AddConnectorDialogProps) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const { probe, look, reset } = useProbe();
  const [draft, setDraft] = useState<AddDraft>({ name, url, transport: 'auto', accountLabel: '' });
  const [signIn, setSignIn] = useState(() => emptySignIn('none'));
  const [byHand, setByHand] = useState(false);
  const [missing, setMissing] = useState<string>();
  const started = useRef(false);

  useEffect(() => {
    if (started.current || url === '') return;
    started.current = true;
    void look(url);
  }, [url, look]);

  const found = probe.state === 'found' ? probe.found : undefined;
  const suggestedName = found?.suggestedName;
  const detectedSignIn = found?.signIn;
  useEffect(() => {
    if (suggestedName !== undefined)
      setDraft((current) => (current.name === '' ? { ...current, name: suggestedName } : current));
    if (detectedSignIn !== undefined) setSignIn((current) => ({ ...current, kind: detectedSignIn }));
  }, [suggestedName, detectedSignIn]);

  const add = useMutation({
    mutationFn: () =>
      call(api.connectors.add, {
        body: {
          name: draft.name.trim(),
          url: found?.url ?? draft.url.trim(),
          transport: draft.transport,
          signIn: signInInputOf(signIn),
          ...(draft.accountLabel.trim() === '' ? {} : { accountLabel: draft.accountLabel.trim() }),
        },
      }),
    onSuccess: async ({ connector }) => {
      queryClient.setQueryData(['connectors', connector.id], connector);
      await queryClient.invalidateQueries({ queryKey: ['connectors'], exact: true });
      const [account] = connector.accounts;
      const leaves = account?.kind === 'oauth' && account.state !== 'connected';
      await navigate({
        to: '/connectors/$connectorId/tools',
        params: { connectorId: connector.id },
        ...(leaves ? { search: { connect: account.id } } : {}),
      });
    },
  });

  const secondStep = found !== undefined || byHand;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!secondStep) {
      void look(draft.url.trim());
      return;
    }
    const lacks = draft.name.trim() === '' ? 'Enter a name.' : whatIsMissing(signIn);
    setMissing(lacks);
    if (lacks === undefined) add.mutate();
  };
  const back = () => {
    reset();
    setByHand(false);
    add.reset();
  };

  return (
    <Dialog
      open
      onClose={onClose}
      title="Add custom connector"
      description={
        secondStep ? undefined : 'Connect to a remote MCP server by its address. Nothing is saved yet.'
      }
      footer={
        <>
          {secondStep && (
            <Button className="mr-auto" onClick={back}>
              Back
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            type="submit"
            form="add-connector"
            busy={probe.state === 'looking' || add.isPending}
            disabled={draft.url.trim() === ''}
          >
            {secondStep ? 'Connect' : probe.state === 'failed' ? 'Try again' : 'Continue'}
          </Button>
        </>
      }
    >
      <form id="add-connector" noValidate onSubmit={submit} className="space-y-4">
        {secondStep ? (
          <FoundStep
            draft={draft}
            onChange={setDraft}
            found={found}
            steps={probe.state === 'idle' ? [] : probe.steps}
            signIn={signIn}
            onSignInChange={setSignIn}
          />
        ) : (
          <AddressStep
            draft={draft}
            onChange={setDraft}
            probe={probe}
            onSetUpByHand={() => setByHand(true)}
          />
        )}
        {missing !== undefined && <ErrorNote error={{ message: missing }} />}
        {add.error !== null && <ErrorNote error={asAppError(add.error)} />}
      </form>
    </Dialog>
  );
}
