// What grants without a page to agree on need beside the client: an identity provider, or a signed token.
import { Field, TextArea } from '../components/field.tsx';
import { DraftText, optionalMark, type SettingsFieldsProps } from './draft-text.tsx';

function TokenArea({
  name,
  path,
  label,
  stored,
  draft,
  onChange,
  errors,
}: SettingsFieldsProps & {
  name: 'idToken' | 'workloadToken';
  path: string;
  label: string;
  stored: boolean;
}) {
  return (
    <Field
      label={label}
      hint={stored ? 'One is stored; empty keeps it.' : 'A JWT. Stored encrypted, never shown again.'}
      error={errors[path]}
    >
      {(control) => (
        <TextArea
          {...control}
          rows={3}
          spellCheck={false}
          placeholder="eyJ…"
          value={draft[name]}
          onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
          className="font-mono"
        />
      )}
    </Field>
  );
}

export function EnterpriseFields(props: SettingsFieldsProps) {
  return (
    <fieldset className="space-y-4 rounded-lg border p-3">
      <legend className="px-1 text-sm font-medium">Identity provider of the organisation</legend>
      <DraftText
        {...props}
        name="idpTokenEndpoint"
        path="identityProvider.tokenEndpoint"
        label="Token endpoint"
        placeholder="https://idp.example.com/token"
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <DraftText
          {...props}
          name="idpClientId"
          path="identityProvider.clientId"
          label="Client ID at the identity provider"
        />
        <DraftText
          {...props}
          name="idpSecret"
          path="identityProvider.secret"
          label="Secret there"
          secret
          mark={optionalMark}
          stored={props.draft.stored.idpSecret}
        />
      </div>
      <TokenArea
        {...props}
        name="idToken"
        path="identityProvider.idToken"
        label="ID token"
        stored={props.draft.stored.idToken}
      />
    </fieldset>
  );
}

export function WorkloadFields(props: SettingsFieldsProps) {
  return (
    <TokenArea
      {...props}
      name="workloadToken"
      path="workloadToken"
      label="Workload token"
      stored={props.draft.stored.workloadToken}
    />
  );
}
