// First step of *Add custom connector*: name and address, and the probe telling what it does.
import { Button } from '../components/button.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { Field, TextInput } from '../components/field.tsx';
import type { AddDraft } from './add-draft.ts';
import type { Probe } from './probe-state.ts';
import { ProbeSteps } from './probe-steps.tsx';

interface AddressStepProps {
  draft: AddDraft;
  onChange: (draft: AddDraft) => void;
  probe: Probe;
  /** Goes on without the probe. */
  onSetUpByHand: () => void;
}

export function AddressStep({ draft, onChange, probe, onSetUpByHand }: AddressStepProps) {
  const looking = probe.state === 'looking';
  return (
    <>
      <Field
        label="Name"
        mark={<span className="text-xs text-faint">optional</span>}
        hint="Empty: the server’s own name."
      >
        {(control) => (
          <TextInput
            {...control}
            maxLength={80}
            value={draft.name}
            disabled={looking}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        )}
      </Field>
      <Field label="Remote MCP server URL">
        {(control) => (
          <TextInput
            {...control}
            autoFocus
            required
            type="url"
            inputMode="url"
            spellCheck={false}
            placeholder="https://mcp.example.com/mcp"
            maxLength={2_048}
            value={draft.url}
            disabled={looking}
            onChange={(event) => onChange({ ...draft, url: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
      <div aria-live="polite" className="space-y-3">
        {probe.state !== 'idle' && probe.steps.length > 0 && <ProbeSteps steps={probe.steps} />}
        {looking && probe.steps.length === 0 && (
          <ProbeSteps steps={[{ step: 'start', state: 'running', line: `Looking at ${probe.url}` }]} />
        )}
        {probe.state === 'failed' && (
          <ErrorNote
            error={probe.problem}
            actions={
              probe.steps.length > 0 && (
                <Button size="small" onClick={onSetUpByHand}>
                  Set it up by hand
                </Button>
              )
            }
          />
        )}
      </div>
    </>
  );
}
