// Second step of *Add custom connector*: what was found as choices already made, each of which can be changed.
import { Link } from '@tanstack/react-router';
import type { Connector } from '#shared/contract/connectors.ts';
import type { SettingsDraft, SettingsErrors } from '../authorization/settings-draft.ts';
import { SettingsFields } from '../authorization/settings-fields.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { Field, Select, TextInput } from '../components/field.tsx';
import { plural } from '../components/format.ts';
import { Badge, State } from '../components/state.tsx';
import type { AddDraft } from './add-draft.ts';
import type { Found, ProbeStep } from './probe-state.ts';
import { ProbeSteps } from './probe-steps.tsx';
import { ServerIcon } from './server-icon.tsx';
import type { SignInDraft } from './sign-in-draft.ts';
import { SignInFields } from './sign-in-fields.tsx';

interface FoundStepProps {
  draft: AddDraft;
  onChange: (draft: AddDraft) => void;
  /** Absent when the person sets it up by hand. */
  found: Found | undefined;
  steps: ProbeStep[];
  signIn: SignInDraft;
  onSignInChange: (signIn: SignInDraft) => void;
  /** How it signs in, with OAuth. */
  settings: SettingsDraft;
  onSettingsChange: (settings: SettingsDraft) => void;
  settingsErrors: SettingsErrors;
}

const detected = <Badge tone="ok">Detected</Badge>;
const transportWords = { 'streamable-http': 'Streamable HTTP', 'http+sse': 'HTTP+SSE' };

function FoundCard({ found }: { found: Found }) {
  const { counts } = found;
  const facts = [
    found.protocolVersion && `MCP ${found.protocolVersion}`,
    found.transport && transportWords[found.transport],
    counts && plural(counts.tools, 'tool'),
    counts && plural(counts.resources + counts.resourceTemplates, 'resource'),
    counts && plural(counts.prompts, 'prompt'),
  ].filter(Boolean);
  return (
    <div className="rounded-lg border bg-sunken p-3">
      <div className="flex items-center gap-3">
        <ServerIcon name={found.serverName ?? found.url} icon={found.icon} size="large" />
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-2 font-medium">
            <span className="truncate">{found.serverName ?? new URL(found.url).host}</span>
            {detected}
          </p>
          <p className="truncate font-mono text-xs text-muted">{found.url}</p>
        </div>
      </div>
      <p className="mt-2 text-sm text-muted">{facts.join(' · ')}</p>
      {found.privateAddress && (
        <p className="mt-2">
          <State tone="wait">A private address: reached only because this installation allows it.</State>
        </p>
      )}
      {found.warnings
        .filter((warning) => warning.code !== 'duplicate_url' || found.duplicates.length === 0)
        .map((warning) => (
          <p key={warning.code} className="mt-2 text-sm text-wait">
            {warning.message}
          </p>
        ))}
      {found.duplicates.map((other) => (
        <p key={other.id} className="mt-2 text-sm text-wait">
          The connector{' '}
          <Link to="/connectors/$connectorId/tools" params={{ connectorId: other.id }} className="underline">
            {other.name}
          </Link>{' '}
          already has this address. You may add it again, for instance with other permissions.
        </p>
      ))}
    </div>
  );
}

function Advanced({
  draft,
  onChange,
  found,
  signIn,
  settings,
  onSettingsChange,
  settingsErrors,
}: FoundStepProps) {
  const isWrong = Object.keys(settingsErrors).length > 0;
  return (
    <Disclosure title="Advanced" startsOpen={isWrong}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Transport" hint={found?.transport && `Detected: ${transportWords[found.transport]}`}>
          {(control) => (
            <Select
              {...control}
              value={draft.transport}
              onChange={(event) =>
                onChange({ ...draft, transport: event.target.value as Connector['transport'] })
              }
            >
              <option value="auto">Find out by itself</option>
              <option value="streamable-http">Streamable HTTP</option>
              <option value="http+sse">HTTP+SSE (older servers)</option>
            </Select>
          )}
        </Field>
        <Field label="Label of the account" hint="To tell several accounts apart.">
          {(control) => (
            <TextInput
              {...control}
              maxLength={80}
              placeholder="Default"
              value={draft.accountLabel}
              onChange={(event) => onChange({ ...draft, accountLabel: event.target.value })}
            />
          )}
        </Field>
      </div>
      {signIn.kind === 'oauth' && (
        <div className="mt-4 border-t pt-4">
          <SettingsFields draft={settings} onChange={onSettingsChange} errors={settingsErrors} />
        </div>
      )}
    </Disclosure>
  );
}

export function FoundStep(props: FoundStepProps) {
  const { draft, onChange, found, steps, signIn, onSignInChange } = props;
  return (
    <>
      {found ? (
        <FoundCard found={found} />
      ) : (
        <p className="text-sm text-muted">Set up by hand: {draft.url}</p>
      )}
      <Field
        label="Name"
        mark={found?.suggestedName !== undefined && draft.name === found.suggestedName ? detected : undefined}
      >
        {(control) => (
          <TextInput
            {...control}
            required
            maxLength={80}
            value={draft.name}
            onChange={(event) => onChange({ ...draft, name: event.target.value })}
          />
        )}
      </Field>
      <SignInFields
        draft={signIn}
        onChange={onSignInChange}
        detected={found?.signIn}
        reason={found?.signInReason}
      />
      <Advanced {...props} />
      {steps.length > 0 && (
        <Disclosure title="What was looked at">
          <ProbeSteps steps={steps} />
        </Disclosure>
      )}
    </>
  );
}
