// How the form library draws fields, objects and lists here.
import {
  ADDITIONAL_PROPERTY_FLAG,
  type ArrayFieldItemTemplateProps,
  type ArrayFieldTemplateProps,
  buttonId,
  canExpand,
  descriptionId,
  errorId,
  type FieldTemplateProps,
  type IconButtonProps,
  type MultiSchemaFieldTemplateProps,
  type ObjectFieldTemplateProps,
  type TemplatesType,
  type UnsupportedFieldProps,
} from '@rjsf/utils';
import { ArrowDown, ArrowUp, CircleAlert, Copy, Plus, X } from 'lucide-react';
import { Button, IconButton } from '../components/button.tsx';
import { TextInput } from '../components/field.tsx';
import { BaseInput } from './form-widgets.tsx';

function FieldErrors({ id, errors }: { id: string; errors: string[] | undefined }) {
  if (errors === undefined || errors.length === 0) return null;
  return (
    <p id={errorId(id)} className="mt-1 flex items-start gap-1 text-xs text-bad">
      <CircleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
      {[...new Set(errors)].join(' ')}
    </p>
  );
}

function Description({ id, text }: { id: string; text: string | undefined }) {
  if (!text) return null;
  return (
    <p
      id={descriptionId(id)}
      className="mt-1 whitespace-pre-wrap text-xs text-faint [overflow-wrap:anywhere]"
    >
      {text}
    </p>
  );
}

/** Objects and lists bring their own heading; a check box its own label. */
function FieldTemplate(props: FieldTemplateProps) {
  const { id, label, children, rawErrors, rawDescription, hidden, required, displayLabel, schema } = props;
  if (hidden) return <div className="hidden">{children}</div>;
  const isAdditional = ADDITIONAL_PROPERTY_FLAG in schema;
  const isCheckbox = schema.type === 'boolean';
  const isScalar = displayLabel && !isCheckbox;
  const field = (
    <div className="min-w-0 flex-1">
      {isScalar && !isAdditional && (
        <label htmlFor={id} className="mb-1 block text-sm font-medium">
          {label}
          {required && (
            <span className="font-normal text-faint" title="required">
              {' '}
              *
            </span>
          )}
        </label>
      )}
      {children}
      {isScalar && <Description id={id} text={rawDescription} />}
      <FieldErrors id={id} errors={rawErrors} />
    </div>
  );
  if (!isAdditional) return field;
  return (
    <div className="flex items-start gap-2">
      <TextInput
        aria-label={`Name of ${label}`}
        id={`${id}-key`}
        defaultValue={label}
        disabled={props.disabled}
        onBlur={props.onKeyRenameBlur}
        className="max-w-40 font-mono"
      />
      {field}
      <IconButton
        label={`Remove ${label}`}
        id={buttonId(id, 'remove')}
        icon={<X aria-hidden className="size-4" />}
        disabled={props.disabled}
        onClick={() => props.onRemoveProperty()}
      />
    </div>
  );
}

function ObjectFieldTemplate(props: ObjectFieldTemplateProps) {
  const { title, description, properties, fieldPathId, schema, uiSchema, formData, optionalDataControl } =
    props;
  const isRoot = fieldPathId.path.length === 0;
  const isUnion = (schema.oneOf || schema.anyOf) && !schema.properties && properties.length === 0;
  if (isUnion) return null;
  const content = (
    <div className="space-y-4">
      {properties.map((property) => (
        <div key={property.name} className={property.hidden ? 'hidden' : undefined}>
          {property.content}
        </div>
      ))}
      {canExpand(schema, uiSchema, formData) && (
        <Button
          size="small"
          id={buttonId(fieldPathId, 'add')}
          icon={<Plus aria-hidden className="size-4" />}
          disabled={props.disabled}
          onClick={props.onAddProperty}
        >
          Add a property
        </Button>
      )}
    </div>
  );
  if (isRoot) return content;
  return (
    <fieldset id={fieldPathId.$id} className="rounded-lg border p-3">
      <legend className="px-1 text-sm font-medium">{title}</legend>
      {typeof description === 'string' && description !== '' && (
        <p className="mb-3 text-xs text-faint">{description}</p>
      )}
      {optionalDataControl}
      {content}
    </fieldset>
  );
}

function ArrayFieldTemplate(props: ArrayFieldTemplateProps) {
  const { title, items, canAdd, onAddClick, fieldPathId, schema, required, disabled } = props;
  return (
    <fieldset id={fieldPathId.$id} className="space-y-2">
      <legend className="mb-1 text-sm font-medium">
        {title}
        {required && <span className="font-normal text-faint"> *</span>}
      </legend>
      {schema.description !== undefined && <p className="text-xs text-faint">{schema.description}</p>}
      {items}
      {canAdd && (
        <Button
          size="small"
          id={buttonId(fieldPathId, 'add')}
          icon={<Plus aria-hidden className="size-4" />}
          disabled={disabled}
          onClick={onAddClick}
        >
          Add an item
        </Button>
      )}
    </fieldset>
  );
}

function ArrayFieldItemTemplate({
  children,
  buttonsProps,
  hasToolbar,
  index,
  disabled,
}: ArrayFieldItemTemplateProps) {
  const { hasMoveUp, hasMoveDown, hasRemove, onMoveUpItem, onMoveDownItem, onRemoveItem } = buttonsProps;
  const name = `item ${index + 1}`;
  return (
    <div className="flex items-end gap-1">
      <div className="min-w-0 flex-1">{children}</div>
      {hasToolbar && (
        <div className="flex shrink-0">
          {(hasMoveUp || hasMoveDown) && (
            <>
              <IconButton
                label={`Move ${name} up`}
                icon={<ArrowUp aria-hidden className="size-4" />}
                disabled={disabled || !hasMoveUp}
                onClick={onMoveUpItem}
              />
              <IconButton
                label={`Move ${name} down`}
                icon={<ArrowDown aria-hidden className="size-4" />}
                disabled={disabled || !hasMoveDown}
                onClick={onMoveDownItem}
              />
            </>
          )}
          {hasRemove && (
            <IconButton
              label={`Remove ${name}`}
              icon={<X aria-hidden className="size-4" />}
              disabled={disabled}
              onClick={onRemoveItem}
            />
          )}
        </div>
      )}
    </div>
  );
}

function MultiSchemaFieldTemplate({ selector, optionSchemaField }: MultiSchemaFieldTemplateProps) {
  return (
    <div className="space-y-3 border-l-2 pl-3">
      {selector}
      {optionSchemaField}
    </div>
  );
}

function UnsupportedFieldTemplate({ reason }: UnsupportedFieldProps) {
  return (
    <p className="rounded-md bg-wait-soft px-3 py-2 text-sm text-wait">
      A form cannot show this part of the schema{reason ? ` (${reason})` : ''}. Write it as JSON instead.
    </p>
  );
}

const iconOf =
  (label: string, icon: React.ReactNode) =>
  ({ onClick, disabled, id }: IconButtonProps) => (
    <IconButton label={label} icon={icon} onClick={onClick} disabled={disabled} id={id} />
  );

const Nothing = () => null;

export const formTemplates: Partial<Omit<TemplatesType, 'ButtonTemplates'>> & {
  ButtonTemplates: Partial<TemplatesType['ButtonTemplates']>;
} = {
  FieldTemplate,
  ObjectFieldTemplate,
  ArrayFieldTemplate,
  ArrayFieldItemTemplate,
  MultiSchemaFieldTemplate,
  UnsupportedFieldTemplate,
  BaseInputTemplate: BaseInput,
  ErrorListTemplate: Nothing,
  ButtonTemplates: {
    SubmitButton: Nothing,
    AddButton: iconOf('Add', <Plus aria-hidden className="size-4" />),
    RemoveButton: iconOf('Remove', <X aria-hidden className="size-4" />),
    CopyButton: iconOf('Copy', <Copy aria-hidden className="size-4" />),
    ClearButton: iconOf('Clear', <X aria-hidden className="size-4" />),
  },
};
