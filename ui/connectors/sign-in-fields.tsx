// How a connector signs in: the four kinds, and the fields of the chosen one. Secrets are write-only.
import { Plus, X } from 'lucide-react';
import { useId } from 'react';
import type { SignInKind } from '#shared/contract/connectors.ts';
import { Button, IconButton } from '../components/button.tsx';
import { Field, TextInput } from '../components/field.tsx';
import { Badge } from '../components/state.tsx';
import type { SignInDraft } from './sign-in-draft.ts';
import { signInWords } from './words.ts';

const kinds: { kind: SignInKind; detail: string }[] = [
  { kind: 'oauth', detail: 'You sign in at the server’s own page; Causeway never sees your password.' },
  { kind: 'headers', detail: 'A key or token that the service gave you.' },
  { kind: 'basic', detail: 'Sent as HTTP basic authentication.' },
  { kind: 'none', detail: 'Anybody may use the server.' },
];

interface SignInFieldsProps {
  draft: SignInDraft;
  onChange: (draft: SignInDraft) => void;
  /** The kind the probe found. */
  detected?: SignInKind | undefined;
  /** Why the probe thinks so. */
  reason?: string | undefined;
  /** Only the fields of the kind, without the choice. */
  fixed?: boolean;
}

function HeaderFields({ draft, onChange }: Pick<SignInFieldsProps, 'draft' | 'onChange'>) {
  const change = (key: number, part: Partial<{ name: string; value: string }>) =>
    onChange({
      ...draft,
      headers: draft.headers.map((header) => (header.key === key ? { ...header, ...part } : header)),
    });
  const nextKey = Math.max(0, ...draft.headers.map((header) => header.key)) + 1;
  return (
    <fieldset className="space-y-2">
      <legend className="mb-1 text-sm font-medium">Headers</legend>
      {draft.headers.map((header, index) => (
        <div key={header.key} className="flex items-center gap-2">
          <TextInput
            aria-label={`Name of header ${index + 1}`}
            placeholder="X-Api-Key"
            spellCheck={false}
            value={header.name}
            onChange={(event) => change(header.key, { name: event.target.value })}
            className="max-w-44 font-mono"
          />
          <TextInput
            aria-label={`Value of header ${index + 1}`}
            placeholder={header.name === 'Authorization' ? 'Bearer …' : 'Value'}
            type="password"
            autoComplete="off"
            value={header.value}
            onChange={(event) => change(header.key, { value: event.target.value })}
            className="font-mono"
          />
          <IconButton
            label={`Remove header ${index + 1}`}
            icon={<X aria-hidden className="size-4" />}
            disabled={draft.headers.length === 1}
            onClick={() =>
              onChange({ ...draft, headers: draft.headers.filter((each) => each.key !== header.key) })
            }
          />
        </div>
      ))}
      <Button
        size="small"
        tone="quiet"
        icon={<Plus aria-hidden className="size-4" />}
        disabled={draft.headers.length >= 20}
        onClick={() =>
          onChange({ ...draft, headers: [...draft.headers, { key: nextKey, name: '', value: '' }] })
        }
      >
        Add header
      </Button>
      <p className="text-xs text-faint">Values are stored encrypted and never shown again.</p>
    </fieldset>
  );
}

function BasicFields({ draft, onChange }: Pick<SignInFieldsProps, 'draft' | 'onChange'>) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Field label="User name">
        {(control) => (
          <TextInput
            {...control}
            value={draft.username}
            onChange={(event) => onChange({ ...draft, username: event.target.value })}
          />
        )}
      </Field>
      <Field label="Password">
        {(control) => (
          <TextInput
            {...control}
            type="password"
            autoComplete="off"
            value={draft.password}
            onChange={(event) => onChange({ ...draft, password: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}

export function SignInFields({ draft, onChange, detected, reason, fixed = false }: SignInFieldsProps) {
  const id = useId();
  return (
    <div className="space-y-3">
      {!fixed && (
        <fieldset>
          <legend className="mb-1.5 text-sm font-medium">Sign-in</legend>
          <div className="divide-y overflow-hidden rounded-lg border">
            {kinds.map(({ kind, detail }) => (
              <label
                key={kind}
                htmlFor={`${id}-${kind}`}
                className="flex items-start gap-2.5 px-3 py-2 hover:bg-hover has-checked:bg-accent-soft"
              >
                <input
                  type="radio"
                  id={`${id}-${kind}`}
                  name={id}
                  checked={draft.kind === kind}
                  onChange={() => onChange({ ...draft, kind })}
                  className="mt-1 accent-accent"
                />
                <span className="min-w-0 flex-1">
                  <span className="flex flex-wrap items-center gap-2 text-base">
                    {signInWords[kind]}
                    {detected === kind && <Badge tone="ok">Detected</Badge>}
                  </span>
                  <span className="block text-xs text-faint">
                    {detected === kind && reason !== undefined ? reason : detail}
                  </span>
                </span>
              </label>
            ))}
          </div>
        </fieldset>
      )}
      {draft.kind === 'headers' && <HeaderFields draft={draft} onChange={onChange} />}
      {draft.kind === 'basic' && <BasicFields draft={draft} onChange={onChange} />}
    </div>
  );
}
