// Structured content: a table where it is a list of like rows, else a tree; always as JSON too.
import { CodeBlock } from '../components/code-block.tsx';
import { JsonTree } from '../components/json-tree.tsx';
import { ScrollRegion } from '../components/scroll-region.tsx';
import { type Tab, Tabs } from '../components/tabs.tsx';
import { findRows, type RowsFound } from './find-rows.ts';

const rowLimit = 200;

function cellText(value: unknown): string {
  if (value === undefined || value === null) return '–';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function RowsTable({ found }: { found: RowsFound }) {
  const shown = found.rows.slice(0, rowLimit);
  return (
    <>
      <ScrollRegion label="Table of the result" className="max-h-120 rounded-lg border">
        <table className="w-full border-collapse text-sm">
          <thead className="sticky top-0 bg-sunken">
            <tr>
              {found.columns.map((column) => (
                <th
                  key={column}
                  scope="col"
                  className="whitespace-nowrap border-b px-3 py-1.5 text-left font-medium"
                >
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: rows of a result have nothing but their place.
              <tr key={index} className="border-b last:border-b-0">
                {found.columns.map((column) => (
                  <td key={column} className="max-w-80 px-3 py-1.5 align-top [overflow-wrap:anywhere]">
                    {cellText(row[column])}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
      {found.rows.length > rowLimit && (
        <p className="mt-1 text-sm text-muted">
          The first {rowLimit} of {found.rows.length.toLocaleString('en')} rows. The tree has them all.
        </p>
      )}
    </>
  );
}

export function StructuredView({ value }: { value: unknown }) {
  const found = findRows(value);
  const tabs: Tab[] = [
    { value: 'tree', label: 'Tree', content: <JsonTree value={value} name="result" /> },
    {
      value: 'json',
      label: 'JSON',
      content: <CodeBlock code={JSON.stringify(value, null, 2).slice(0, 200_000)} label="JSON" />,
    },
  ];
  if (found !== undefined)
    tabs.unshift({ value: 'table', label: 'Table', content: <RowsTable found={found} /> });
  return <Tabs label="Structured content" tabs={tabs} />;
}
