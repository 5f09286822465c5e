// Finds rows for a table in structured content: a list of flat objects, alone or as the only list of an object.

export interface RowsFound {
  columns: string[];
  rows: Record<string, unknown>[];
}

const columnLimit = 12;

const isRow = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `undefined` when a tree says it better. */
export function findRows(value: unknown): RowsFound | undefined {
  let list: unknown = value;
  if (isRow(value)) {
    const lists = Object.values(value).filter((each) => Array.isArray(each) && each.length > 0);
    if (lists.length !== 1) return undefined;
    list = lists[0];
  }
  if (!Array.isArray(list) || list.length === 0 || !list.every(isRow)) return undefined;
  const columns = [...new Set(list.slice(0, 50).flatMap((row) => Object.keys(row)))];
  if (columns.length === 0 || columns.length > columnLimit) return undefined;
  return { columns, rows: list };
}
