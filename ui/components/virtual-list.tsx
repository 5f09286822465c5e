// A list of any length that only draws what is in sight.
import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { type ReactNode, useEffect, useRef } from 'react';

interface VirtualListProps<Row> {
  label: string;
  rows: Row[];
  keyOf: (row: Row) => string;
  /** Height in pixels, before it is measured. */
  heightOf: (row: Row) => number;
  children: (row: Row) => ReactNode;
  /** Scrolled into sight when it changes. */
  show?: string | undefined;
  className?: string;
}

export function VirtualList<Row>({
  label,
  rows,
  keyOf,
  heightOf,
  children,
  show,
  className,
}: VirtualListProps<Row>) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(rows[index] as Row),
    getItemKey: (index) => keyOf(rows[index] as Row),
    overscan: 12,
  });
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    if (show === undefined) return;
    const index = latest.current.findIndex((row) => keyOf(row) === show);
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [show, keyOf, virtual]);
  return (
    <div ref={scroller} className={clsx('scroll-thin overflow-y-auto overflow-x-hidden', className)}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by hand, each carries its own place in the list. */}
      <div
        role="list"
        aria-label={label}
        className="relative w-full"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map((item) => (
          // biome-ignore lint/a11y/useSemanticElements: see above.
          <div
            role="listitem"
            key={item.key}
            aria-setsize={rows.length}
            aria-posinset={item.index + 1}
            data-index={item.index}
            ref={virtual.measureElement}
            className="absolute inset-x-0 top-0"
            style={{ transform: `translateY(${item.start}px)` }}
          >
            {children(rows[item.index] as Row)}
          </div>
        ))}
      </div>
    </div>
  );
}
