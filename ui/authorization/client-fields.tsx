// The client that Causeway is at the authorization server, when somebody registered it by hand.
import { Field, Select, TextArea } from '../components/field.tsx';
import { DraftText, optionalMark, type SettingsFieldsProps } from './draft-text.tsx';
import { algorithms, type SettingsDraft } from './settings-draft.ts';

const authentications: [SettingsDraft['authentication'], string][] = [
  ['', 'Find out by itself'],
  ['client_secret_basic', 'Secret, in a header'],
  ['client_secret_post', 'Secret, in the form'],
  ['private_key_jwt', 'Private key (JWT)'],
  ['none', 'None: a public client'],
];

export function ClientFields(props: SettingsFieldsProps) {
  const { draft, onChange, errors } = props;
  const isMachine = draft.grant !== 'authorization-code';
  const byKey = draft.authentication === 'private_key_jwt';
  const hasId = draft.clientId.trim() !== '';
  return (
    <div className="space-y-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <DraftText
          {...props}
          name="clientId"
          path="client.clientId"
          label="Client ID"
          mark={isMachine ? undefined : optionalMark}
          hint={isMachine ? undefined : 'Empty: Causeway introduces or registers itself.'}
        />
        <Field label="Client authentication" error={errors['client.authentication']}>
          {(control) => (
            <Select
              {...control}
              value={draft.authentication}
              disabled={!hasId && !isMachine}
              onChange={(event) =>
                onChange({ ...draft, authentication: event.target.value as SettingsDraft['authentication'] })
              }
            >
              {authentications.map(([value, label]) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </Select>
          )}
        </Field>
      </div>
      {(hasId || isMachine) && !byKey && draft.authentication !== 'none' && (
        <DraftText
          {...props}
          name="clientSecret"
          path="client.secret"
          label="Client secret"
          secret
          stored={draft.stored.secret}
          mark={draft.grant === 'client-credentials' ? undefined : optionalMark}
        />
      )}
      {(hasId || isMachine) && byKey && <PrivateKey {...props} />}
      {hasId && (
        <DraftText
          {...props}
          name="clientIssuer"
          path="client.issuer"
          label="Issuer the client belongs to"
          mark={optionalMark}
          hint="The client is shown to this authorization server only. Empty: to the one of the first sign-in."
          placeholder="https://login.example.com"
        />
      )}
    </div>
  );
}

function PrivateKey({ draft, onChange, errors }: SettingsFieldsProps) {
  return (
    <div className="grid gap-4 sm:grid-cols-[1fr_8rem]">
      <Field
        label="Private key"
        hint={
          draft.stored.privateKey
            ? 'One is stored; empty keeps it.'
            : 'PKCS#8, PEM. Stored encrypted, never sent.'
        }
        error={errors['client.privateKey']}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={4}
            spellCheck={false}
            placeholder="-----BEGIN PRIVATE KEY-----"
            value={draft.privateKey}
            onChange={(event) => onChange({ ...draft, privateKey: event.target.value })}
            className="font-mono"
          />
        )}
      </Field>
      <Field label="Algorithm" error={errors['client.algorithm']}>
        {(control) => (
          <Select
            {...control}
            value={draft.algorithm}
            onChange={(event) => onChange({ ...draft, algorithm: event.target.value })}
          >
            {algorithms.map((algorithm) => (
              <option key={algorithm}>{algorithm}</option>
            ))}
          </Select>
        )}
      </Field>
    </div>
  );
}
