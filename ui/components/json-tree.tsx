// JSON as a tree that opens level by level, so that a huge value costs nothing until somebody looks at it.
import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import { useState } from 'react';

const pageSize = 100;
const textLimit = 2_000;

interface JsonTreeProps {
  value: unknown;
  /** Name of the root. */
  name?: string;
  /** How many levels start open. */
  openLevels?: number;
}

function Scalar({ value }: { value: unknown }) {
  if (typeof value === 'string') {
    const cut = value.length > textLimit;
    return (
      <span className="whitespace-pre-wrap text-ok [overflow-wrap:anywhere]">
        {JSON.stringify(cut ? value.slice(0, textLimit) : value)}
        {cut && <span className="text-faint"> … {value.length - textLimit} more characters</span>}
      </span>
    );
  }
  return (
    <span className={value === null ? 'text-faint' : 'text-working'}>
      {value === undefined ? '–' : String(value)}
    </span>
  );
}

function Branch({
  name,
  value,
  level,
  openLevels,
}: {
  name: string;
  value: object;
  level: number;
  openLevels: number;
}) {
  const [open, setOpen] = useState(level < openLevels);
  const [shown, setShown] = useState(pageSize);
  const isArray = Array.isArray(value);
  const entries = Object.entries(value);
  const size = `${isArray ? '[' : '{'}${entries.length}${isArray ? ']' : '}'}`;
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-ml-1 flex items-center gap-1 rounded-sm px-1 hover:bg-hover"
      >
        <ChevronRight
          aria-hidden
          className={clsx('size-3 text-faint transition-transform', open && 'rotate-90')}
        />
        <span className="text-muted">{name}</span> <span className="text-faint">{size}</span>
      </button>
      {open && (
        <ul className="ml-1.5 border-l pl-3">
          {entries.slice(0, shown).map(([key, child]) => (
            <Node key={key} name={key} value={child} level={level + 1} openLevels={openLevels} />
          ))}
          {entries.length > shown && (
            <li>
              <button
                type="button"
                onClick={() => setShown(shown + pageSize)}
                className="rounded-sm px-1 text-accent underline"
              >
                Show {Math.min(pageSize, entries.length - shown)} more of {entries.length - shown}
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function Node({
  name,
  value,
  level,
  openLevels,
}: {
  name: string;
  value: unknown;
  level: number;
  openLevels: number;
}) {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
    return <Branch name={name} value={value} level={level} openLevels={openLevels} />;
  const empty = typeof value === 'object' && value !== null;
  return (
    <li className="pl-3">
      <span className="text-muted">{name}</span>{' '}
      {empty ? (
        <span className="text-faint">{Array.isArray(value) ? '[]' : '{}'}</span>
      ) : (
        <Scalar value={value} />
      )}
    </li>
  );
}

export function JsonTree({ value, name = 'value', openLevels = 2 }: JsonTreeProps) {
  return (
    <ul className="scroll-thin overflow-x-auto font-mono text-xs leading-5">
      <Node name={name} value={value} level={0} openLevels={openLevels} />
    </ul>
  );
}
