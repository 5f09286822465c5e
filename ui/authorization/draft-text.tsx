// One text of the sign-in settings: label, control, hint, and the error of its field.
import type { ReactNode } from 'react';
import { Field, TextInput } from '../components/field.tsx';
import type { SettingsDraft, SettingsErrors } from './settings-draft.ts';

export interface SettingsFieldsProps {
  draft: SettingsDraft;
  onChange: (draft: SettingsDraft) => void;
  errors: SettingsErrors;
}

export const optionalMark = <span className="text-xs text-faint">optional</span>;

/** A text of the draft, by its name. */
export function DraftText({
  name,
  path,
  label,
  draft,
  onChange,
  errors,
  stored = false,
  secret = false,
  mark,
  hint,
  placeholder,
}: SettingsFieldsProps & {
  name: { [K in keyof SettingsDraft]: SettingsDraft[K] extends string ? K : never }[keyof SettingsDraft];
  path: string;
  label: string;
  stored?: boolean;
  secret?: boolean;
  mark?: ReactNode;
  hint?: ReactNode;
  placeholder?: string;
}) {
  return (
    <Field
      label={label}
      mark={mark}
      hint={stored ? 'One is stored; empty keeps it.' : hint}
      error={errors[path]}
    >
      {(control) => (
        <TextInput
          {...control}
          type={secret ? 'password' : 'text'}
          spellCheck={false}
          placeholder={placeholder}
          value={draft[name]}
          onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
          className="font-mono"
        />
      )}
    </Field>
  );
}
