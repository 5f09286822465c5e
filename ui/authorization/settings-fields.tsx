// The form of how a connector signs in, beyond what is found out by itself. Errors stand at their fields.
import { useState } from 'react';
import { CopyButton } from '../components/copy-button.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { Checkbox, Field, Select } from '../components/field.tsx';
import { ClientFields } from './client-fields.tsx';
import type { SettingsFieldsProps } from './draft-text.tsx';
import { EnterpriseFields, WorkloadFields } from './machine-fields.tsx';
import { OverrideFields } from './override-fields.tsx';
import type { SettingsDraft } from './settings-draft.ts';

const grants: [SettingsDraft['grant'], string, string][] = [
  [
    'authorization-code',
    'A person, in the browser',
    'Each account signs in on the page of the authorization server.',
  ],
  [
    'client-credentials',
    'Causeway itself (client credentials)',
    'A client ID with its secret or private key; no browser.',
  ],
  [
    'enterprise',
    'Enterprise-managed (ID-JAG)',
    'Your identity provider vouches for the person; no page to agree on.',
  ],
  ['workload', 'Workload identity (JWT bearer)', 'A signed token of the platform Causeway runs on.'],
];

export function SettingsFields(props: SettingsFieldsProps & { redirectUri?: string | undefined }) {
  const { draft, onChange, errors, redirectUri } = props;
  const detail = grants.find(([grant]) => grant === draft.grant)?.[2];
  const overridden = ['endpoints', 'resource', 'extraScopes', 'scopeCeiling', 'certificateAuthority'].some(
    (part) => Object.keys(errors).some((path) => path.startsWith(part)),
  );
  const [startsOpen] = useState(
    draft.endpointsByHand || draft.resource !== 'auto' || draft.extraScopes !== '' || draft.limitsScopes,
  );
  return (
    <div className="space-y-4">
      <Field label="Who signs in" hint={detail}>
        {(control) => (
          <Select
            {...control}
            value={draft.grant}
            onChange={(event) => onChange({ ...draft, grant: event.target.value as SettingsDraft['grant'] })}
          >
            {grants.map(([grant, label]) => (
              <option key={grant} value={grant}>
                {label}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <ClientFields {...props} />
      {redirectUri !== undefined && draft.grant === 'authorization-code' && (
        <div>
          <p className="text-sm font-medium">Redirect address of this connector</p>
          <p className="mt-1 flex items-center gap-1 rounded-md border bg-sunken py-0.5 pl-3 pr-0.5 font-mono text-xs [overflow-wrap:anywhere]">
            <span className="min-w-0 flex-1">{redirectUri}</span>
            <CopyButton text={redirectUri} label="Copy the redirect address" />
          </p>
        </div>
      )}
      {draft.grant === 'enterprise' && <EnterpriseFields {...props} />}
      {draft.grant === 'workload' && <WorkloadFields {...props} />}
      <Checkbox
        label="Bind tokens to a key (DPoP)"
        hint="A stolen token is worth nothing without the key, which never leaves Causeway. The server must know DPoP."
        checked={draft.dpop}
        onChange={(event) => onChange({ ...draft, dpop: event.target.checked })}
      />
      {draft.grant === 'authorization-code' && (
        <Checkbox
          label="The server supports PKCE S256"
          hint="For servers that do it and do not say so. Causeway sends it in any case."
          checked={draft.supportsPkceS256}
          onChange={(event) => onChange({ ...draft, supportsPkceS256: event.target.checked })}
        />
      )}
      <Disclosure title="Addresses, resource and scopes" startsOpen={startsOpen || overridden}>
        <OverrideFields {...props} errors={errors} />
      </Disclosure>
    </div>
  );
}
