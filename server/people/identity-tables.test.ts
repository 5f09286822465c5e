// The sign-in library brings no migrations of its own here: ours must have every table and column it would ask for,
// so that an upgrade that needs another one fails in this test and not at somebody's sign-in.
import type { DBFieldAttribute } from 'better-auth/db';
import { getAuthTables } from 'better-auth/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startCauseway, type TestCauseway } from '#test/causeway.ts';
import { freshLocation } from '#test/databases.ts';

interface Column {
  table: string;
  name: string;
  /** What may stand in it: dates are ISO text and booleans are 0 and 1, on both databases. */
  type: 'text' | 'integer' | 'bigint';
  isNullable: boolean;
}

/** `text` also for lists, which the library writes as JSON. */
const typeOf = ({ type, bigint }: DBFieldAttribute): Column['type'] =>
  type === 'boolean' ? 'integer' : type === 'number' ? (bigint ? 'bigint' : 'integer') : 'text';

/** What the library, with the options and plugins that Causeway runs it with, reads and writes. */
function wanted(options: Parameters<typeof getAuthTables>[0]): Column[] {
  return Object.values(getAuthTables(options)).flatMap(({ modelName, fields }) => [
    { table: modelName, name: 'id', type: 'text' as const, isNullable: false },
    ...Object.entries(fields).map(([name, field]) => ({
      table: modelName,
      name: field.fieldName ?? name,
      type: typeOf(field),
      isNullable: field.required === false,
    })),
  ]);
}

describe.each(['sqlite', 'postgres'] as const)('the tables of the sign-in library on %s', (dialect) => {
  let causeway: TestCauseway;
  beforeAll(async () => {
    const location = await freshLocation(dialect);
    causeway = await startCauseway('url' in location ? { database: location } : {});
  });
  afterAll(() => causeway.close());

  test('are all there, with every column, its kind, and room for nothing where the library leaves it out', async () => {
    const { identity, db } = causeway.causeway.parts;
    const asked = wanted(identity.options);
    expect(new Set(asked.map(({ table }) => table)).size).toBeGreaterThanOrEqual(5);
    const tables = new Map((await db.introspection.getTables()).map((table) => [table.name, table.columns]));
    const wrong = asked.flatMap(({ table, name, type, isNullable }) => {
      const found = tables.get(table)?.find((column) => column.name === name);
      if (!found) return [`${table}.${name} is missing: ${type}${isNullable ? '' : ' not null'}`];
      const kind = { int4: 'integer', int8: 'bigint' }[found.dataType.toLowerCase()] ?? found.dataType;
      const fits = kind.toLowerCase() === type || (type === 'integer' && kind.toLowerCase() === 'bigint');
      return [
        ...(fits ? [] : [`${table}.${name} is ${found.dataType}, not ${type}`]),
        ...(isNullable && !found.isNullable ? [`${table}.${name} must take null`] : []),
      ];
    });
    expect(wrong).toEqual([]);
    // And no column of ours that the library never fills must be filled.
    const unfilled = [...new Set(asked.map(({ table }) => table))].flatMap((table) =>
      (tables.get(table) ?? [])
        .filter((column) => !column.isNullable && !column.hasDefaultValue)
        .filter(({ name }) => !asked.some((one) => one.table === table && one.name === name))
        .map(({ name }) => `${table}.${name}`),
    );
    expect(unfilled).toEqual([]);
  });
});
