// Checks form data by interpreting the schema: ajv would compile it with `new Function`, which the content security policy forbids.
// A server's schema is hostile input: patterns are not run here (a bad one could hang the page); the server checks them.
import { type Schema, Validator } from '@cfworker/json-schema';
import {
  type CustomValidator,
  createErrorHandler,
  type ErrorTransformer,
  type FormContextType,
  getDefaultFormState,
  type RJSFSchema,
  type RJSFValidationError,
  type StrictRJSFSchema,
  toErrorSchema,
  type UiSchema,
  unwrapErrorHandler,
  type ValidationData,
  type ValidatorType,
  validationDataMerge,
} from '@rjsf/utils';
import { sentenceOf } from './error-sentence.ts';

const neverRun = new Set(['pattern', 'patternProperties', 'format']);
/** Names of properties and values are data, not keywords. */
const holdsNames = new Set(['properties', '$defs', 'definitions', 'dependentSchemas']);
const holdsValues = new Set(['enum', 'const', 'default', 'examples']);

/** A copy without what is never run here. */
export function withoutPatterns(schema: unknown, underNames = false): unknown {
  if (Array.isArray(schema)) return schema.map((each) => withoutPatterns(each));
  if (typeof schema !== 'object' || schema === null) return schema;
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => underNames || !neverRun.has(key))
      .map(([key, value]) => [
        key,
        !underNames && holdsValues.has(key)
          ? value
          : withoutPatterns(value, !underNames && holdsNames.has(key)),
      ]),
  );
}

const applicators = new Set(['properties', 'items', 'prefixItems', 'allOf', '$ref', 'if', 'then', 'else']);

/** `#/owner/tags/0` → `.owner.tags.0`, as the form library names places. */
const placeOf = (pointer: string): string =>
  pointer
    .replace(/^#/, '')
    .split('/')
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');

function errorsOf(schema: unknown, formData: unknown): RJSFValidationError[] {
  const validator = new Validator(withoutPatterns(schema) as Schema, '2020-12', false);
  const { errors } = validator.validate(formData ?? null);
  return errors
    .filter((unit) => !applicators.has(unit.keyword))
    .map((unit) => {
      const missing = unit.keyword === 'required' ? /"([^"]*)"/.exec(unit.error)?.[1] : undefined;
      const place = placeOf(unit.instanceLocation);
      const property = missing === undefined ? place : `${place}.${missing}`;
      const message = sentenceOf(unit.keyword, unit.error);
      return { name: unit.keyword, property, message, stack: message };
    });
}

type Loose = Record<string, unknown>;

/** A validator of the form library, over a validator that interprets. */
export function createInterpretingValidator<
  T = Loose,
  S extends StrictRJSFSchema = RJSFSchema,
  F extends FormContextType = Loose,
>(): ValidatorType<T, S, F> {
  const validator: ValidatorType<T, S, F> = {
    isValid(schema, formData, rootSchema) {
      try {
        const { $id: _, ...root } = rootSchema as Loose;
        const joined = {
          ...root,
          ...schema,
          $defs: { ...(root.$defs as Loose), ...((schema as Loose).$defs as Loose) },
        };
        for (const key of ['properties', 'required', 'type', 'allOf', 'anyOf', 'oneOf'])
          if (!(key in schema)) delete (joined as Loose)[key];
        return errorsOf(joined, formData).length === 0;
      } catch {
        return false;
      }
    },
    rawValidation(schema, formData) {
      try {
        return { errors: errorsOf(schema, formData) as never[] };
      } catch (error) {
        return { validationError: error instanceof Error ? error : new Error(String(error)) };
      }
    },
    validateFormData(
      formData: T | undefined,
      schema: S,
      customValidate?: CustomValidator<T, S, F>,
      transformErrors?: ErrorTransformer<T, S, F>,
      uiSchema?: UiSchema<T, S, F>,
    ): ValidationData<T> {
      const { errors: raw = [], validationError } = validator.rawValidation<RJSFValidationError>(
        schema,
        formData,
      );
      // A schema that cannot be interpreted is no reason to refuse: the server decides.
      const errors = validationError === undefined ? (transformErrors?.(raw, uiSchema) ?? raw) : [];
      const data = { errors, errorSchema: toErrorSchema<T>(errors) };
      if (customValidate === undefined) return data;
      const full = getDefaultFormState<T, S, F>(validator, schema, formData, schema, true) as T;
      const handler = customValidate(full, createErrorHandler<T>(full), uiSchema);
      return validationDataMerge<T>(data, unwrapErrorHandler<T>(handler));
    },
  };
  return validator;
}
