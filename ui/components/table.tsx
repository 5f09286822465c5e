// A dense table. Rows open something; with many rows only those in sight are drawn.
import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { type ReactNode, useRef } from 'react';

export interface Column<Row> {
  key: string;
  header: string;
  /** A track of CSS grid: `minmax(0, 2fr)`, `6rem`. */
  width: string;
  /** Left out below this width of the screen. */
  from?: 'sm' | 'md' | 'lg';
  align?: 'end';
  cell: (row: Row) => ReactNode;
}

interface TableProps<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  keyOf: (row: Row) => string;
  rowHeight?: number;
  selected?: string | undefined;
  onOpen?: ((row: Row) => void) | undefined;
  /** After the last row: *Show older*. */
  footer?: ReactNode;
  className?: string;
}

const hidden = { sm: 'max-sm:hidden', md: 'max-md:hidden', lg: 'max-lg:hidden' };

/** Tracks for each width of the screen, as custom properties that the classes below read. */
function tracks<Row>(columns: Column<Row>[]): Record<string, string> {
  const of = (shown: (column: Column<Row>) => boolean): string =>
    columns
      .filter(shown)
      .map((column) => column.width)
      .join(' ');
  return {
    '--tracks': of((column) => column.from === undefined),
    '--tracks-sm': of((column) => column.from === undefined || column.from === 'sm'),
    '--tracks-md': of((column) => column.from !== 'lg'),
    '--tracks-lg': of(() => true),
  };
}

const rowTracks =
  'grid items-center gap-x-4 px-4 md:px-6 [grid-template-columns:var(--tracks)] sm:[grid-template-columns:var(--tracks-sm)] md:[grid-template-columns:var(--tracks-md)] lg:[grid-template-columns:var(--tracks-lg)]';

export function Table<Row>({
  label,
  columns,
  rows,
  keyOf,
  rowHeight = 44,
  selected,
  onOpen,
  footer,
  className,
}: TableProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => keyOf(rows[index] as Row),
    overscan: 16,
  });
  return (
    <div ref={scroller} className={clsx('scroll-thin overflow-auto', className)}>
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual table places its rows by hand. */}
      <div role="table" aria-label={label} aria-rowcount={rows.length + 1} style={tracks(columns)}>
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: a row of headings is not for focus. */}
        <div
          role="row"
          aria-rowindex={1}
          className={clsx(rowTracks, 'sticky top-0 z-10 h-8 border-b bg-canvas')}
        >
          {columns.map((column) => (
            // biome-ignore lint/a11y/useSemanticElements: see above.
            // biome-ignore lint/a11y/useFocusableInteractive: headings do nothing.
            <div
              role="columnheader"
              key={column.key}
              className={clsx(
                'truncate text-xs font-medium text-faint',
                column.from && hidden[column.from],
                column.align && 'text-right',
              )}
            >
              {column.header}
            </div>
          ))}
        </div>
        {/* biome-ignore lint/a11y/useSemanticElements: see above. */}
        <div role="rowgroup" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index] as Row;
            const isSelected = selected !== undefined && keyOf(row) === selected;
            return (
              // biome-ignore lint/a11y/useSemanticElements: see above.
              // biome-ignore lint/a11y/useFocusableInteractive: the link inside the row takes the focus; the row only widens the click.
              // biome-ignore lint/a11y/useKeyWithClickEvents: the same.
              <div
                role="row"
                key={item.key}
                aria-rowindex={item.index + 2}
                aria-current={isSelected || undefined}
                onClick={(event) => {
                  if (event.defaultPrevented || (event.target as Element).closest('a, button, input, select'))
                    return;
                  if (document.getSelection()?.type !== 'Range') onOpen?.(row);
                }}
                className={clsx(
                  rowTracks,
                  'absolute inset-x-0 top-0 border-b text-sm',
                  onOpen && 'cursor-pointer hover:bg-hover/60',
                  isSelected && 'bg-accent-soft',
                )}
                style={{ height: rowHeight, transform: `translateY(${item.start}px)` }}
              >
                {columns.map((column) => (
                  // biome-ignore lint/a11y/useSemanticElements: see above.
                  <div
                    role="cell"
                    key={column.key}
                    className={clsx(
                      'min-w-0',
                      column.from && hidden[column.from],
                      column.align && 'text-right',
                    )}
                  >
                    {column.cell(row)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {footer}
    </div>
  );
}
