// Dialogs about one account: add, rename, replace the sign-in, remove, and the step before leaving for OAuth.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { Account, Connector } from '#shared/contract/connectors.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { BeforeLeavingDialog } from '../authorization/before-leaving-dialog.tsx';
import { Button } from '../components/button.tsx';
import { ConfirmDialog, Dialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, TextInput } from '../components/field.tsx';
import { emptySignIn, signInInputOf, whatIsMissing } from './sign-in-draft.ts';
import { SignInFields } from './sign-in-fields.tsx';

export type AccountDialogKind =
  | { kind: 'add' }
  | { kind: 'rename' | 'replace' | 'remove' | 'leave'; account: Account };

interface AccountDialogProps {
  connector: Connector;
  dialog: AccountDialogKind;
  onClose: () => void;
}

const titles = { add: 'Add account', rename: 'Rename account', replace: 'Replace sign-in' };
const buttons = { add: 'Add', rename: 'Save', replace: 'Replace' };

function AccountForm({
  connector,
  dialog,
  onClose,
}: AccountDialogProps & { dialog: { kind: 'add' } | { kind: 'rename' | 'replace'; account: Account } }) {
  const formId = useId();
  const queryClient = useQueryClient();
  const given = dialog.kind === 'add' ? undefined : dialog.account;
  const [label, setLabel] = useState(given?.label ?? '');
  const [signIn, setSignIn] = useState(() => emptySignIn(given?.kind ?? connector.signIn));
  const [missing, setMissing] = useState<string>();
  const save = useMutation({
    mutationFn: async () => {
      if (given === undefined)
        return call(api.connectors.addAccount, {
          params: { connectorId: connector.id },
          body: { label: label.trim(), signIn: signInInputOf(signIn) },
        });
      const params = { connectorId: connector.id, accountId: given.id };
      const body = dialog.kind === 'rename' ? { label: label.trim() } : { signIn: signInInputOf(signIn) };
      return call(api.connectors.editAccount, { params, body });
    },
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['connectors'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const lacks =
      dialog.kind !== 'replace' && label.trim() === ''
        ? 'Enter a label.'
        : dialog.kind === 'rename'
          ? undefined
          : whatIsMissing(signIn);
    setMissing(lacks);
    if (lacks === undefined) save.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={titles[dialog.kind]}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form={formId} busy={save.isPending}>
            {buttons[dialog.kind]}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="space-y-4">
        {dialog.kind !== 'replace' && (
          <Field label="Label" hint="To tell several accounts apart: Work, Private.">
            {(control) => (
              <TextInput
                {...control}
                maxLength={80}
                value={label}
                onChange={(event) => setLabel(event.target.value)}
              />
            )}
          </Field>
        )}
        {dialog.kind !== 'rename' && (
          <SignInFields draft={signIn} onChange={setSignIn} fixed={dialog.kind === 'replace'} />
        )}
        {missing !== undefined && <ErrorNote error={{ message: missing }} />}
        {save.error !== null && <ErrorNote error={asAppError(save.error)} />}
      </form>
    </Dialog>
  );
}

function RemoveAccount({
  connector,
  account,
  onClose,
}: {
  connector: Connector;
  account: Account;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      call(api.connectors.removeAccount, { params: { connectorId: connector.id, accountId: account.id } }),
    onSuccess: async () => {
      onClose();
      await queryClient.invalidateQueries({ queryKey: ['connectors'] });
    },
  });
  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={`Remove the account ${account.label}?`}
      confirm="Remove"
      busy={remove.isPending}
      onConfirm={() => remove.mutate()}
    >
      <p>Its sign-in is deleted here. The connector and its permissions stay.</p>
      {remove.error !== null && <ErrorNote error={asAppError(remove.error)} />}
    </ConfirmDialog>
  );
}

export function AccountDialog({ connector, dialog, onClose }: AccountDialogProps) {
  if (dialog.kind === 'remove')
    return <RemoveAccount connector={connector} account={dialog.account} onClose={onClose} />;
  if (dialog.kind === 'leave')
    return <BeforeLeavingDialog connector={connector} account={dialog.account} onClose={onClose} />;
  if (dialog.kind === 'add') return <AccountForm connector={connector} dialog={dialog} onClose={onClose} />;
  return (
    <AccountForm
      connector={connector}
      dialog={{ kind: dialog.kind, account: dialog.account }}
      onClose={onClose}
    />
  );
}
