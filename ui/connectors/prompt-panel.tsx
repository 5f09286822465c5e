// A prompt: its arguments with completion, and the messages it makes.
import { Eye } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { api } from '#shared/contract/api.ts';
import type { Prompt } from '#shared/contract/catalogue.ts';
import type { Connector } from '#shared/contract/connectors.ts';
import { listen } from '../api/call.ts';
import { SignInAgain } from '../authorization/sign-in-again.tsx';
import { Button } from '../components/button.tsx';
import { CompletionInput } from '../components/completion-input.tsx';
import { Field } from '../components/field.tsx';
import { PromptResult } from '../results/result-views.tsx';
import { CallView } from '../tool-calls/call-view.tsx';
import { useCall } from '../tool-calls/use-call.ts';
import { AccountChoice, useAccountChoice } from './account-choice.tsx';
import { completerOf } from './complete-argument.ts';
import { Panel } from './list-and-panel.tsx';
import { useOpenResource } from './use-open-resource.ts';

interface PromptPanelProps {
  connector: Connector;
  prompt: Prompt;
  onClose: () => void;
}

export function PromptPanel({ connector, prompt, onClose }: PromptPanelProps) {
  const formId = useId();
  const run = useCall();
  const account = useAccountChoice(connector);
  const openResource = useOpenResource(connector.id);
  const [values, setValues] = useState<Record<string, string>>({});
  const [tried, setTried] = useState(false);
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const given = prompt.arguments ?? [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (given.some((argument) => argument.required && filled[argument.name] === undefined)) return;
    const body = {
      prompt: prompt.name,
      arguments: filled,
      ...(account.id === undefined ? {} : { accountId: account.id }),
    };
    void run.start((signal) =>
      listen(api.calls.getPrompt, { params: { connectorId: connector.id }, body }, { signal }),
    );
  };
  return (
    <Panel title={prompt.title ?? prompt.name} subtitle={prompt.name} onClose={onClose}>
      {prompt.description !== undefined && (
        <p className="whitespace-pre-wrap text-pretty [overflow-wrap:anywhere]">{prompt.description}</p>
      )}
      <form id={formId} noValidate onSubmit={submit} className="space-y-4">
        {given.length === 0 && <p className="text-sm text-muted">This prompt takes no arguments.</p>}
        {given.map((argument) => (
          <Field
            key={argument.name}
            label={argument.title ?? argument.name}
            hint={argument.description}
            mark={argument.required ? undefined : <span className="text-xs text-faint">optional</span>}
            error={
              tried && argument.required && filled[argument.name] === undefined
                ? 'This is required.'
                : undefined
            }
          >
            {(control) => (
              <CompletionInput
                {...control}
                value={values[argument.name] ?? ''}
                onChange={(value) => setValues((all) => ({ ...all, [argument.name]: value }))}
                complete={completerOf(
                  connector.id,
                  { type: 'ref/prompt', name: prompt.name },
                  argument.name,
                  filled,
                )}
              />
            )}
          </Field>
        ))}
      </form>
      <div className="flex flex-wrap items-center gap-2">
        <Button
          tone="primary"
          type="submit"
          form={formId}
          busy={run.call.state === 'running'}
          icon={<Eye aria-hidden className="size-4" />}
        >
          Preview messages
        </Button>
        <AccountChoice connector={connector} choice={account} />
      </div>
      <CallView
        run={run}
        serverName={connector.name}
        actionsFor={(code) => <SignInAgain connector={connector} accountId={account.id} code={code} />}
      >
        {(result) => <PromptResult result={result} openResource={openResource} />}
      </CallView>
    </Panel>
  );
}
