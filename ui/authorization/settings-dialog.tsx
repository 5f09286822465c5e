// *Sign-in settings* of a connector: overrides, own client, grant. Says what happens to the accounts.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { AuthorizationSettings } from '#shared/contract/authorization.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { authorizationSettingsQuery } from '../api/queries.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { focusWrong } from '../components/focus-wrong.ts';
import { SkeletonRows } from '../components/skeleton.tsx';
import {
  draftOf,
  errorsFromApi,
  type SettingsErrors,
  settingsErrors,
  settingsInputOf,
} from './settings-draft.ts';
import { SettingsFields } from './settings-fields.tsx';

interface SettingsDialogProps {
  connector: Connector;
  onClose: () => void;
}

function SettingsForm({
  connector,
  given,
  redirectUri,
  formId,
  onSaved,
  onBusy,
}: {
  connector: Connector;
  given: AuthorizationSettings;
  redirectUri: string;
  formId: string;
  onSaved: () => void;
  onBusy: (busy: boolean) => void;
}) {
  const queryClient = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(given));
  const [errors, setErrors] = useState<SettingsErrors>({});
  const save = useMutation({
    mutationFn: () =>
      call(api.authorization.saveSettings, {
        params: { connectorId: connector.id },
        body: settingsInputOf(draft),
      }),
    onMutate: () => onBusy(true),
    onSettled: () => onBusy(false),
    onError: (error) => setErrors(errorsFromApi(asAppError(error))),
    onSuccess: async () => {
      onSaved();
      await queryClient.invalidateQueries({ queryKey: ['connectors'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const wrong = settingsErrors(draft);
    setErrors(wrong);
    if (Object.keys(wrong).length === 0) save.mutate();
    else focusWrong(event.currentTarget as HTMLFormElement);
  };
  const isSaidAtField = Object.keys(errors).length > 0;
  return (
    <form id={formId} noValidate onSubmit={submit} className="space-y-4">
      <SettingsFields draft={draft} onChange={setDraft} errors={errors} redirectUri={redirectUri} />
      <p className="text-sm text-muted text-pretty">
        Another client, issuer or way of signing in signs the accounts of {connector.name} out: a credential
        goes only where it was given for. Permissions, limits and activity stay.
      </p>
      {isSaidAtField && (
        <p role="alert" className="text-sm text-bad">
          Something above cannot be used yet; the reason stands at the field.
        </p>
      )}
      {save.error !== null && !isSaidAtField && <ErrorNote error={asAppError(save.error)} />}
    </form>
  );
}

export function SettingsDialog({ connector, onClose }: SettingsDialogProps) {
  const formId = useId();
  const [busy, setBusy] = useState(false);
  const { data, error } = useQuery(authorizationSettingsQuery(connector.id));
  return (
    <Dialog
      open
      onClose={onClose}
      title={`How ${connector.name} signs in`}
      description="Most servers need none of this: what is left alone is found out by itself."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form={formId} busy={busy} disabled={data === undefined}>
            Save
          </Button>
        </>
      }
    >
      {error !== null && data === undefined && <ErrorNote error={asAppError(error)} />}
      {data === undefined && error === null && <SkeletonRows rows={5} label="Loading the settings" />}
      {data !== undefined && (
        <SettingsForm
          connector={connector}
          given={data.settings}
          redirectUri={data.redirectUri}
          formId={formId}
          onSaved={onClose}
          onBusy={setBusy}
        />
      )}
    </Dialog>
  );
}
