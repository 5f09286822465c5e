// Adds a provider of models. The key goes to the vault; it is never shown again.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import { type ModelProvider, type ProviderKind, providerKind } from '#shared/contract/models.ts';
import { call } from '../api/call.ts';
import { asAppError } from '../api/errors.ts';
import { Button } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, Select, TextInput } from '../components/field.tsx';
import { keyHints, kindWords } from './words.ts';

interface AddProviderDialogProps {
  onAdded: (provider: ModelProvider) => void;
  onClose: () => void;
}

export function AddProviderDialog({ onAdded, onClose }: AddProviderDialogProps) {
  const formId = useId();
  const queryClient = useQueryClient();
  const [kind, setKind] = useState<ProviderKind>('anthropic');
  const [name, setName] = useState('');
  const [baseUrl, setBaseUrl] = useState('');
  const [key, setKey] = useState('');
  const isOwn = kind === 'openai-compatible';
  const lacks = isOwn ? baseUrl.trim() === '' : key.trim() === '';
  const add = useMutation({
    mutationFn: () =>
      call(api.models.add, {
        body: {
          kind,
          ...(name.trim() === '' ? {} : { name: name.trim() }),
          ...(baseUrl.trim() === '' ? {} : { baseUrl: baseUrl.trim() }),
          ...(key.trim() === '' ? {} : { key: key.trim() }),
        },
      }),
    onSuccess: async ({ provider }) => {
      await queryClient.invalidateQueries({ queryKey: ['models'] });
      onAdded(provider);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!lacks) add.mutate();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Add models"
      description="Messages, attachments and results of tools go to the provider that a conversation uses."
      size="small"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form={formId} busy={add.isPending} disabled={lacks}>
            Add
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={submit} className="space-y-4">
        <Field label="Provider">
          {(control) => (
            <Select
              {...control}
              value={kind}
              onChange={({ target }) => setKind(providerKind.parse(target.value))}
            >
              {providerKind.options.map((option) => (
                <option key={option} value={option}>
                  {kindWords[option]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        {isOwn && (
          <Field label="Base URL" hint="Such as http://127.0.0.1:11434/v1.">
            {(control) => (
              <TextInput
                {...control}
                type="url"
                value={baseUrl}
                onChange={(event) => setBaseUrl(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field label="API key" hint={keyHints[kind]} mark={isOwn ? optional : undefined}>
          {(control) => (
            <TextInput
              {...control}
              type="password"
              autoComplete="off"
              spellCheck={false}
              value={key}
              onChange={(event) => setKey(event.target.value)}
            />
          )}
        </Field>
        <Field label="Name" mark={optional}>
          {(control) => (
            <TextInput
              {...control}
              maxLength={80}
              placeholder={kindWords[kind]}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {add.error !== null && <ErrorNote error={asAppError(add.error)} />}
      </form>
    </Dialog>
  );
}

const optional = <span className="text-xs text-faint">optional</span>;
