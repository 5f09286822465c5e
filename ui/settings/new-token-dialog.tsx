// Makes a personal access token, and shows its secret this one time.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Checkbox, Field, Select, TextInput } from '../components/field.tsx';

type Scope = 'read' | 'write' | 'call';
const scopes: { scope: Scope; label: string; hint: string }[] = [
  { scope: 'read', label: 'Read', hint: 'See connectors, catalogues and activity.' },
  { scope: 'call', label: 'Call', hint: 'Run tools, read resources, get prompts. Permissions still decide.' },
  { scope: 'write', label: 'Write', hint: 'Add, change and remove connectors and permissions.' },
];

export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const formId = useId();
  const queryClient = useQueryClient();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<Scope[]>(['read']);
  const [days, setDays] = useState('90');
  const create = useMutation({
    mutationFn: () =>
      call(api.people.createToken, {
        body: { name: name.trim(), scopes: chosen, ...(days === '' ? {} : { expiresInDays: Number(days) }) },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tokens'] }),
  });
  const made = create.data;
  if (made !== undefined)
    return (
      <Dialog
        open
        onClose={onClose}
        title="Copy the token now"
        description="It is shown this one time, and stored only as a digest."
        footer={
          <Button tone="primary" onClick={onClose}>
            Done
          </Button>
        }
      >
        <div className="flex items-center gap-2 rounded-md border bg-sunken py-2 pl-3 pr-2">
          <code className="min-w-0 flex-1 font-mono text-sm [overflow-wrap:anywhere]">{made.secret}</code>
          <CopyButton text={made.secret} label="Copy" words />
        </div>
      </Dialog>
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '' && chosen.length > 0) create.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="New personal access token"
      size="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            tone="primary"
            type="submit"
            form={formId}
            busy={create.isPending}
            disabled={name.trim() === '' || chosen.length === 0}
          >
            Create
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="space-y-4">
        <Field label="Name" hint="What it is for, such as Laptop scripts.">
          {(control) => (
            <TextInput
              {...control}
              maxLength={80}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <fieldset className="space-y-2">
          <legend className="mb-1 text-sm font-medium">Scopes</legend>
          {scopes.map(({ scope, label, hint }) => (
            <Checkbox
              key={scope}
              label={label}
              hint={hint}
              checked={chosen.includes(scope)}
              onChange={(event) =>
                setChosen(event.target.checked ? [...chosen, scope] : chosen.filter((each) => each !== scope))
              }
            />
          ))}
        </fieldset>
        <Field label="Expires">
          {(control) => (
            <Select {...control} value={days} onChange={(event) => setDays(event.target.value)}>
              <option value="7">in 7 days</option>
              <option value="30">in 30 days</option>
              <option value="90">in 90 days</option>
              <option value="365">in a year</option>
              <option value="">never</option>
            </Select>
          )}
        </Field>
        {create.error !== null && <ErrorNote error={asAppError(create.error)} />}
      </form>
    </Dialog>
  );
}
