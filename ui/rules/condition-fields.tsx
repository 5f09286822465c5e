// One condition of an argument rule: path, kind, value.
import { Trash2 } from 'lucide-react';
import { useId } from 'react';
import { IconButton } from '../components/button.tsx';
import { Checkbox, Select, TextArea, TextInput } from '../components/field.tsx';
import { type ConditionDraft, type Test, testWords } from './condition-draft.ts';
import type { SchemaPath } from './schema-paths.ts';

interface ConditionFieldsProps {
  draft: ConditionDraft;
  paths: SchemaPath[];
  position: number;
  onChange: (draft: ConditionDraft) => void;
  onRemove: (() => void) | undefined;
}

export function ConditionFields({ draft, paths, position, onChange, onRemove }: ConditionFieldsProps) {
  const list = useId();
  const set = (change: Partial<ConditionDraft>) => onChange({ ...draft, ...change });
  const of = `of condition ${position}`;
  return (
    <fieldset className="space-y-2 rounded-md bg-sunken p-2.5">
      <legend className="sr-only">Condition {position}</legend>
      <div className="flex flex-wrap items-start gap-2">
        <TextInput
          aria-label={`Argument ${of}`}
          list={list}
          className="flex-1 basis-32 font-mono"
          required
          value={draft.path}
          onChange={(event) => set({ path: event.target.value })}
        />
        <datalist id={list}>
          {paths.map(({ path }) => (
            <option key={path} value={path} />
          ))}
        </datalist>
        <Select
          aria-label={`Kind ${of}`}
          className="flex-1 basis-32"
          value={draft.test}
          onChange={(event) => set({ test: event.target.value as Test })}
        >
          {Object.entries(testWords).map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </Select>
        {onRemove && (
          <IconButton
            label={`Remove condition ${position}`}
            icon={<Trash2 aria-hidden className="size-4" />}
            onClick={onRemove}
          />
        )}
      </div>
      {draft.test === 'one-of' ? (
        <TextArea
          aria-label={`Values ${of}, one a line`}
          value={draft.first}
          onChange={(event) => set({ first: event.target.value })}
        />
      ) : (
        <div className="flex gap-2">
          <TextInput
            aria-label={draft.test === 'range' ? `Smallest number ${of}` : `Value ${of}`}
            {...(draft.test === 'range' ? { type: 'number', step: 'any' } : {})}
            value={draft.first}
            onChange={(event) => set({ first: event.target.value })}
          />
          {draft.test === 'range' && (
            <TextInput
              aria-label={`Largest number ${of}`}
              type="number"
              step="any"
              value={draft.second}
              onChange={(event) => set({ second: event.target.value })}
            />
          )}
        </div>
      )}
      <div className="flex flex-wrap gap-x-4">
        <Checkbox label="not" checked={draft.not} onChange={(event) => set({ not: event.target.checked })} />
        <Checkbox
          label="every element"
          checked={draft.every}
          onChange={(event) => set({ every: event.target.checked })}
        />
      </div>
    </fieldset>
  );
}
