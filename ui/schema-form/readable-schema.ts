// Readies a server's schema for drawing: titles of the server stay, names stand in where there are none, odd roots become objects.
import type { RJSFSchema } from '@rjsf/utils';

/** Beyond this many characters a form would be of no use; the arguments are written as JSON. */
export const formLimit = 100_000;

/** Whether a form can be made of it at all. */
export function canBeForm(schema: Record<string, unknown>): boolean {
  if (JSON.stringify(schema).length > formLimit) return false;
  return schema.type === undefined || schema.type === 'object';
}

/** Without properties of its own a tool takes no arguments, and the form is empty. */
export function takesNothing(schema: Record<string, unknown>): boolean {
  const properties = schema.properties;
  const hasProperties =
    typeof properties === 'object' && properties !== null && Object.keys(properties).length > 0;
  return (
    !hasProperties && !['oneOf', 'anyOf', 'allOf', '$ref', 'additionalProperties'].some((key) => schema[key])
  );
}

/** `$schema` and `$id` would make the form library look schemas up by name; the title of the root is drawn elsewhere. */
export function readableSchema(schema: Record<string, unknown>): RJSFSchema {
  const { $schema: _, $id: __, title: ___, description: ____, ...rest } = schema;
  return { type: 'object', ...rest } as RJSFSchema;
}
