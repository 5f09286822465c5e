// Overrides of what is found out: addresses of the authorization server, the resource, scopes.
import { Checkbox, Field, Select, TextInput } from '../components/field.tsx';
import { DraftText, optionalMark, type SettingsFieldsProps } from './draft-text.tsx';
import type { SettingsDraft } from './settings-draft.ts';

function ResourceFields(props: SettingsFieldsProps) {
  const { draft, onChange } = props;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label="Resource parameter" hint="Names the server that a token is for (RFC 8707).">
        {(control) => (
          <Select
            {...control}
            value={draft.resource}
            onChange={(event) =>
              onChange({ ...draft, resource: event.target.value as SettingsDraft['resource'] })
            }
          >
            <option value="auto">Auto: as the server says</option>
            <option value="include">Include always</option>
            <option value="omit">Omit</option>
          </Select>
        )}
      </Field>
      {draft.resource === 'include' && (
        <DraftText
          {...props}
          name="resourceValue"
          path="resourceValue"
          label="Its value"
          mark={optionalMark}
          hint="Empty: the address of the connector."
        />
      )}
    </div>
  );
}

function EndpointFields(props: SettingsFieldsProps) {
  return (
    <div className="space-y-4 rounded-lg border p-3">
      <DraftText {...props} name="issuer" path="endpoints.issuer" label="Issuer" />
      <DraftText
        {...props}
        name="authorizationEndpoint"
        path="endpoints.authorizationEndpoint"
        label="Authorization endpoint"
      />
      <DraftText {...props} name="tokenEndpoint" path="endpoints.tokenEndpoint" label="Token endpoint" />
      <DraftText
        {...props}
        name="registrationEndpoint"
        path="endpoints.registrationEndpoint"
        label="Registration endpoint"
        mark={optionalMark}
      />
      <DraftText
        {...props}
        name="revocationEndpoint"
        path="endpoints.revocationEndpoint"
        label="Revocation endpoint"
        mark={optionalMark}
      />
    </div>
  );
}

export function OverrideFields(props: SettingsFieldsProps) {
  const { draft, onChange, errors } = props;
  return (
    <div className="space-y-4">
      <ResourceFields {...props} />
      <DraftText
        {...props}
        name="extraScopes"
        path="extraScopes"
        label="Extra scopes"
        mark={optionalMark}
        hint="Asked for beside what the server asks for; separated by spaces."
      />
      <Checkbox
        label="Limit scopes to a list"
        hint="No scope outside it is ever asked for, whatever the server says."
        checked={draft.limitsScopes}
        onChange={(event) => onChange({ ...draft, limitsScopes: event.target.checked })}
      />
      {draft.limitsScopes && (
        <Field label="Allowed scopes" hint="Empty: none at all." error={errors.scopeCeiling}>
          {(control) => (
            <TextInput
              {...control}
              spellCheck={false}
              value={draft.scopeCeiling}
              onChange={(event) => onChange({ ...draft, scopeCeiling: event.target.value })}
              className="font-mono"
            />
          )}
        </Field>
      )}
      <Checkbox
        label="Enter the addresses of the authorization server by hand"
        hint="For a server that publishes no metadata, or wrong ones."
        checked={draft.endpointsByHand}
        onChange={(event) => onChange({ ...draft, endpointsByHand: event.target.checked })}
      />
      {draft.endpointsByHand && <EndpointFields {...props} />}
    </div>
  );
}
