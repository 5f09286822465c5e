// A smallest valid value for a schema, so that a test can walk endpoints without knowing them.
import { z } from 'zod';

type JsonSchema = z.core.JSONSchema.BaseSchema;

/** A value that `schema` accepts on the way in; throws where it cannot find one. */
export function exampleOf(schema: z.ZodType): unknown {
  const value = sampleOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
  return schema.safeParse(value).success ? value : undefined;
}

function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice !== undefined) return sampleOf(choice as JsonSchema);
  if (schema.type === 'object')
    return Object.fromEntries(
      (schema.required ?? []).map((key) => [key, sampleOf(schema.properties?.[key] as JsonSchema)]),
    );
  if (schema.type === 'array')
    return Array.from({ length: schema.minItems ?? 0 }, () => sampleOf(schema.items as JsonSchema));
  if (schema.type === 'integer' || schema.type === 'number')
    return Math.max(schema.minimum ?? 1, Number(schema.exclusiveMinimum ?? 0) + 1);
  if (schema.type === 'boolean') return true;
  if (schema.type === 'string') return textFor(schema);
  return {};
}

function textFor(schema: JsonSchema): string {
  if (schema.format === 'email') return 'somebody@example.com';
  if (schema.format === 'uri') return 'https://example.com/';
  return 'x'.repeat(Math.max(1, schema.minLength ?? 1));
}
