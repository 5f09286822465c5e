// Edit a connector: name, address, sign-in, transport. Says before saving when accounts will be detached.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { Connector, SignInKind } from '#shared/contract/connectors.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, Select, TextInput } from '../components/field.tsx';
import { plural } from '../components/format.ts';
import { State } from '../components/state.tsx';
import { signInWords } from './words.ts';

interface EditDialogProps {
  connector: Connector;
  onClose: () => void;
}

export function EditDialog({ connector, onClose }: EditDialogProps) {
  const formId = useId();
  const queryClient = useQueryClient();
  const [name, setName] = useState(connector.name);
  const [url, setUrl] = useState(connector.url);
  const [signIn, setSignIn] = useState<SignInKind>(connector.signIn);
  const [transport, setTransport] = useState(connector.transport);
  const changes = {
    ...(name.trim() === connector.name ? {} : { name: name.trim() }),
    ...(url.trim() === connector.url ? {} : { url: url.trim() }),
    ...(signIn === connector.signIn ? {} : { signIn }),
    ...(transport === connector.transport ? {} : { transport }),
  };
  const withSecrets = connector.accounts.filter((account) => account.kind !== 'none').length;
  const detaches = withSecrets > 0 && ('url' in changes || 'signIn' in changes);
  const save = useMutation({
    mutationFn: () => call(api.connectors.edit, { params: { connectorId: connector.id }, body: changes }),
    onSuccess: async ({ connector: saved }) => {
      queryClient.setQueryData(['connectors', saved.id], saved);
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['connectors'] });
      await queryClient.invalidateQueries({ queryKey: ['catalogue', saved.id] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (Object.keys(changes).length === 0) onClose();
    else save.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Edit connector"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            type="submit"
            form={formId}
            busy={save.isPending}
            disabled={name.trim() === '' || url.trim() === ''}
          >
            Save
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="space-y-4">
        <Field label="Name">
          {(control) => (
            <TextInput
              {...control}
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label="Remote MCP server URL">
          {(control) => (
            <TextInput
              {...control}
              type="url"
              spellCheck={false}
              maxLength={2_048}
              value={url}
              onChange={(event) => setUrl(event.target.value)}
              className="font-mono"
            />
          )}
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label="Sign-in">
            {(control) => (
              <Select
                {...control}
                value={signIn}
                onChange={(event) => setSignIn(event.target.value as SignInKind)}
              >
                {(Object.keys(signInWords) as SignInKind[]).map((kind) => (
                  <option key={kind} value={kind}>
                    {signInWords[kind]}
                  </option>
                ))}
              </Select>
            )}
          </Field>
          <Field label="Transport">
            {(control) => (
              <Select
                {...control}
                value={transport}
                onChange={(event) => setTransport(event.target.value as Connector['transport'])}
              >
                <option value="auto">Find out by itself</option>
                <option value="streamable-http">Streamable HTTP</option>
                <option value="http+sse">HTTP+SSE (older servers)</option>
              </Select>
            )}
          </Field>
        </div>
        {detaches && (
          <div className="rounded-lg bg-wait-soft p-3 text-sm">
            <State tone="wait">{plural(withSecrets, 'account')} will be detached</State>
            <p className="mt-1 text-muted">
              A sign-in is only ever sent to the address it was given for. The accounts and their labels stay;
              sign in again after saving.
            </p>
          </div>
        )}
        {save.error !== null && <ErrorNote error={asAppError(save.error)} />}
      </form>
    </Dialog>
  );
}
