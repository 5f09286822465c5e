// *Add custom connector*: an address, what was found there, and the sign-in. An error stays here, with what was tried.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { asAppError } from '../api/errors.ts';
import {
  draftOf,
  errorsFromApi,
  type SettingsDraft,
  type SettingsErrors,
  settingsErrors,
  settingsInputOf,
} from '../authorization/settings-draft.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { focusWrong } from '../components/focus-wrong.ts';
import { CheckInDialog } from '../connection-check/check-in-dialog.tsx';
import { useProjects } from '../projects/chosen-project.ts';
import { AddressStep } from './add-address-step.tsx';
import type { AddDraft } from './add-draft.ts';
import { FoundStep } from './add-found-step.tsx';
import { emptySignIn, whatIsMissing } from './sign-in-draft.ts';
import { useAdd } from './use-add.ts';
import { useProbe } from './use-probe.ts';

interface AddConnectorDialogProps {
  /** Fills the first step; with a URL the probe starts at once. */
  url: string;
  name: string;
  onClose: () => void;
}

export function AddConnectorDialog({ url: givenUrl, name, onClose }: AddConnectorDialogProps) {
  const { current: project } = useProjects();
  const { probe, look, reset } = useProbe(project?.id);
  const [draft, setDraft] = useState<AddDraft>({ name, url: givenUrl, transport: 'auto', accountLabel: '' });
  const [signIn, setSignIn] = useState(() => emptySignIn('none'));
  /** Undefined until something of it is changed: all is found out. */
  const [settings, setSettings] = useState<SettingsDraft>();
  const [wrong, setWrong] = useState<SettingsErrors>({});
  const [byHand, setByHand] = useState(false);
  const [missing, setMissing] = useState<string>();
  const started = useRef(false);

  useEffect(() => {
    if (started.current || givenUrl === '') return;
    started.current = true;
    void look(givenUrl);
  }, [givenUrl, look]);

  const found = probe.state === 'found' ? probe.found : undefined;
  const suggestedName = found?.suggestedName;
  const detectedSignIn = found?.signIn;
  useEffect(() => {
    if (suggestedName !== undefined)
      setDraft((current) => (current.name === '' ? { ...current, name: suggestedName } : current));
    if (detectedSignIn !== undefined) setSignIn((current) => ({ ...current, kind: detectedSignIn }));
  }, [suggestedName, detectedSignIn]);

  const add = useAdd();
  const secondStep = found !== undefined || byHand;
  const url = found?.url ?? draft.url.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!secondStep) {
      void look(draft.url.trim());
      return;
    }
    const lacks = draft.name.trim() === '' ? 'Enter a name.' : whatIsMissing(signIn);
    const entered = signIn.kind === 'oauth' ? settings : undefined;
    const errors = entered === undefined ? {} : settingsErrors(entered);
    setMissing(
      lacks ?? (Object.keys(errors).length > 0 ? 'Correct what is marked under Advanced.' : undefined),
    );
    setWrong(errors);
    focusWrong(event.currentTarget as HTMLFormElement);
    if (lacks === undefined && Object.keys(errors).length === 0)
      add.mutate(
        { url, draft, signIn, settings: entered && settingsInputOf(entered) },
        { onError: (error) => setWrong(errorsFromApi(asAppError(error))) },
      );
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
            settings={settings ?? draftOf()}
            onSettingsChange={setSettings}
            settingsErrors={wrong}
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
        {(secondStep || probe.state === 'failed') && (
          <CheckInDialog url={url} failed={probe.state === 'failed' || add.error !== null} />
        )}
      </form>
    </Dialog>
  );
}
