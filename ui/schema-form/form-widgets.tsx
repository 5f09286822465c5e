// The inputs of the form library, drawn with our own fields.
import {
  type BaseInputTemplateProps,
  descriptionId,
  enumOptionSelectedValue,
  enumOptionValueDecoder,
  enumOptionValueEncoder,
  errorId,
  examplesId,
  getInputProps,
  getOptionValueFormat,
  type RegistryWidgetsType,
  type WidgetProps,
} from '@rjsf/utils';
import { Checkbox, Select, TextArea, TextInput } from '../components/field.tsx';

/** Text longer than this, by its schema, gets a box of several lines. */
const longText = 200;

const isWrong = (props: WidgetProps): boolean => (props.rawErrors?.length ?? 0) > 0;

function describedBy(props: WidgetProps): string | undefined {
  const ids = [
    props.schema.description && props.schema.type !== 'boolean' ? descriptionId(props.id) : '',
    isWrong(props) ? errorId(props.id) : '',
  ].filter(Boolean);
  return ids.length === 0 ? undefined : ids.join(' ');
}

const common = (props: WidgetProps) => ({
  id: props.id,
  name: props.htmlName ?? props.id,
  disabled: props.disabled === true || props.readonly === true,
  'aria-required': props.required === true ? (true as const) : undefined,
  'aria-invalid': isWrong(props) ? (true as const) : undefined,
  'aria-describedby': describedBy(props),
  'aria-label': props.hideLabel ? props.label : undefined,
});

export function BaseInput(props: BaseInputTemplateProps) {
  const { schema, type, options, value, placeholder, onChange, onChangeOverride } = props;
  const given = getInputProps(schema, type, options);
  const text = value === undefined || value === null ? '' : String(value);
  const isLong =
    given.type === 'text' && (text.includes('\n') || text.length > 80 || (schema.maxLength ?? 0) > longText);
  const change = (next: string) => onChange(next === '' ? options.emptyValue : next);
  if (isLong)
    return (
      <TextArea
        {...common(props)}
        value={text}
        placeholder={placeholder}
        onChange={(event) => change(event.target.value)}
      />
    );
  const examples = Array.isArray(schema.examples) ? schema.examples : [];
  return (
    <>
      <TextInput
        {...common(props)}
        type={given.type}
        step={given.step}
        min={given.min}
        max={given.max}
        value={text}
        placeholder={placeholder || undefined}
        list={examples.length > 0 ? examplesId(props.id) : undefined}
        onChange={onChangeOverride ?? ((event) => change(event.target.value))}
      />
      {examples.length > 0 && (
        <datalist id={examplesId(props.id)}>
          {examples.map((example) => (
            <option key={String(example)} value={String(example)} />
          ))}
        </datalist>
      )}
    </>
  );
}

function CheckboxWidget(props: WidgetProps) {
  const { label, value, onChange, schema, hideLabel } = props;
  return (
    <Checkbox
      {...common(props)}
      aria-describedby={describedBy(props)}
      label={hideLabel ? 'Yes' : label}
      hint={schema.description}
      checked={value === true}
      onChange={(event) => onChange(event.target.checked)}
    />
  );
}

function SelectWidget(props: WidgetProps) {
  const { options, value, onChange, multiple = false, schema, placeholder } = props;
  const { enumOptions = [], enumDisabled = [], emptyValue } = options;
  const format = getOptionValueFormat(options);
  const chosen = enumOptionSelectedValue(value, enumOptions, multiple, format, multiple ? [] : '');
  const decode = (given: string | string[]) =>
    onChange(enumOptionValueDecoder(given, enumOptions, format, emptyValue));
  return (
    <Select
      {...common(props)}
      multiple={multiple}
      className={multiple ? 'h-auto py-1' : undefined}
      value={chosen as string | string[]}
      onChange={(event) =>
        decode(
          multiple ? [...event.target.selectedOptions].map((option) => option.value) : event.target.value,
        )
      }
    >
      {!multiple && schema.default === undefined && <option value="">{placeholder || '–'}</option>}
      {enumOptions.map((option, index) => (
        <option
          key={String(option.value)}
          value={enumOptionValueEncoder(option.value, index, format)}
          disabled={enumDisabled.includes(option.value as never)}
        >
          {option.label}
        </option>
      ))}
    </Select>
  );
}

function TextareaWidget(props: WidgetProps) {
  return (
    <TextArea
      {...common(props)}
      value={(props.value as string | undefined) ?? ''}
      onChange={(event) =>
        props.onChange(event.target.value === '' ? props.options.emptyValue : event.target.value)
      }
    />
  );
}

export const formWidgets: RegistryWidgetsType = {
  CheckboxWidget,
  SelectWidget,
  RadioWidget: SelectWidget,
  CheckboxesWidget: SelectWidget,
  TextareaWidget,
};
