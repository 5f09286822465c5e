// A form made of a JSON Schema. It sends nothing itself: the button that submits it stands outside, by its id.
// The package's root also pulls in its own test registry, and with it ajv.
import Form from '@rjsf/core/lib/components/Form.js';
import type { RJSFSchema } from '@rjsf/utils';
import { useMemo } from 'react';
import { formTemplates } from './form-templates.tsx';
import { formWidgets } from './form-widgets.tsx';
import { createInterpretingValidator } from './interpreting-validator.ts';
import { readableSchema } from './readable-schema.ts';

type Values = Record<string, unknown>;

const validator = createInterpretingValidator<Values, RJSFSchema, Values>();

interface SchemaFormProps {
  id: string;
  schema: Values;
  value: Values;
  onChange: (value: Values) => void;
  onSubmit: (value: Values) => void;
  disabled?: boolean;
}

export function SchemaForm({ id, schema, value, onChange, onSubmit, disabled = false }: SchemaFormProps) {
  const drawn = useMemo(() => readableSchema(schema), [schema]);
  return (
    <Form<Values, RJSFSchema, Values>
      id={id}
      idPrefix={id}
      schema={drawn}
      validator={validator}
      templates={formTemplates}
      widgets={formWidgets}
      formData={value}
      disabled={disabled}
      noHtml5Validate
      showErrorList={false}
      focusOnFirstError
      omitExtraData={false}
      experimental_defaultFormStateBehavior={{ emptyObjectFields: 'populateRequiredDefaults' }}
      onChange={({ formData }) => onChange(formData ?? {})}
      // What is wrong stands at each field; without this the library would write to the console.
      onError={() => undefined}
      onSubmit={({ formData }) => onSubmit(formData ?? {})}
    />
  );
}
