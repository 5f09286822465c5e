// Arguments of a tool: as a form, or as JSON for what a form cannot say. Both edit the same value.
import { lazy, Suspense, useEffect, useState } from 'react';
import { Field, TextArea } from '../components/field.tsx';
import { Segmented } from '../components/segmented.tsx';
import { Skeleton } from '../components/skeleton.tsx';
import { canBeForm, takesNothing } from './readable-schema.ts';

const SchemaForm = lazy(async () => ({ default: (await import('./schema-form.tsx')).SchemaForm }));

type Values = Record<string, unknown>;

interface ArgumentsEditorProps {
  /** Id of the form; the button outside submits it. */
  id: string;
  schema: Values;
  value: Values;
  onChange: (value: Values) => void;
  onSubmit: (value: Values) => void;
  disabled?: boolean;
  /** Called when the form is there, and can be submitted: it may load first. */
  onReady?: (() => void) | undefined;
}

function parseObject(text: string): Values | undefined {
  try {
    const value: unknown = text.trim() === '' ? {} : JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Values)
      : undefined;
  } catch {
    return undefined;
  }
}

function JsonArguments({
  id,
  value,
  onChange,
  onSubmit,
  disabled = false,
}: Omit<ArgumentsEditorProps, 'schema'>) {
  const [text, setText] = useState(() => JSON.stringify(value, null, 2));
  const parsed = parseObject(text);
  return (
    <form
      id={id}
      onSubmit={(event) => {
        event.preventDefault();
        if (parsed !== undefined) onSubmit(parsed);
      }}
    >
      <Field
        label="Arguments as JSON"
        error={parsed === undefined ? 'This is not a JSON object.' : undefined}
      >
        {(control) => (
          <TextArea
            {...control}
            rows={8}
            spellCheck={false}
            disabled={disabled}
            value={text}
            onChange={(event) => {
              setText(event.target.value);
              const next = parseObject(event.target.value);
              if (next !== undefined) onChange(next);
            }}
            className="font-mono text-xs"
          />
        )}
      </Field>
    </form>
  );
}

/** Stands beside a form that loads: its effect runs when both are there. */
function Ready({ onReady }: { onReady: (() => void) | undefined }) {
  useEffect(() => onReady?.(), [onReady]);
  return null;
}

export function ArgumentsEditor({ onReady, ...props }: ArgumentsEditorProps) {
  const formPossible = canBeForm(props.schema);
  const [mode, setMode] = useState<'form' | 'json'>(formPossible ? 'form' : 'json');
  const nothing = takesNothing(props.schema);
  return (
    <div className="space-y-3">
      <div className="flex items-center justify-between gap-3">
        <h3 className="text-sm font-semibold">Parameters</h3>
        {formPossible && (
          <Segmented
            label="How to write the arguments"
            value={mode}
            onChange={setMode}
            segments={[
              { value: 'form', label: 'Form' },
              { value: 'json', label: 'JSON' },
            ]}
          />
        )}
      </div>
      {(mode === 'json' || nothing) && <Ready onReady={onReady} />}
      {mode === 'json' && <JsonArguments {...props} />}
      {mode === 'form' && nothing && (
        <form
          id={props.id}
          onSubmit={(event) => {
            event.preventDefault();
            props.onSubmit({});
          }}
        >
          <p className="text-sm text-muted">This tool takes no arguments.</p>
        </form>
      )}
      {mode === 'form' && !nothing && (
        <Suspense fallback={<Skeleton className="h-32 w-full" />}>
          <SchemaForm {...props} />
          <Ready onReady={onReady} />
        </Suspense>
      )}
    </div>
  );
}
