// The arguments of a prompt that is about to be attached, with completion of the server.
import { type FormEvent, useState } from 'react';
import type { Prompt } from '#shared/contract/catalogue.ts';
import { Button } from '../components/button.tsx';
import { CompletionInput } from '../components/completion-input.tsx';
import { Field } from '../components/field.tsx';
import { completerOf } from '../connectors/complete-argument.ts';

interface PromptFormProps {
  connectorId: string;
  prompt: Prompt;
  busy: boolean;
  onAttach: (given: Record<string, string>) => void;
}

export function PromptForm({ connectorId, prompt, busy, onAttach }: PromptFormProps) {
  const [values, setValues] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const given = prompt.arguments ?? [];
  const lacks = (name: string, required: boolean | undefined): boolean =>
    required === true && filled[name] === undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!given.some((argument) => lacks(argument.name, argument.required))) onAttach(filled);
  };
  return (
    <form noValidate onSubmit={submit} className="space-y-4">
      {prompt.description !== undefined && (
        <p className="whitespace-pre-wrap text-pretty [overflow-wrap:anywhere]">{prompt.description}</p>
      )}
      {given.map((argument) => (
        <Field
          key={argument.name}
          label={argument.title ?? argument.name}
          hint={argument.description}
          mark={argument.required ? undefined : <span className="text-xs text-faint">optional</span>}
          error={tried && lacks(argument.name, argument.required) ? 'This is required.' : undefined}
        >
          {(control) => (
            <CompletionInput
              {...control}
              value={values[argument.name] ?? ''}
              onChange={(value) => setValues((all) => ({ ...all, [argument.name]: value }))}
              complete={completerOf(
                connectorId,
                { type: 'ref/prompt', name: prompt.name },
                argument.name,
                filled,
              )}
            />
          )}
        </Field>
      ))}
      <Button type="submit" tone="primary" busy={busy}>
        Attach
      </Button>
    </form>
  );
}
