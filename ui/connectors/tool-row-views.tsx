// Rows of the list of tools.
import { Link } from '@tanstack/react-router';
import { clsx } from 'clsx';
import { ChevronRight } from 'lucide-react';
import type { Permission } from '#shared/contract/catalogue.ts';
import { buttonStyle } from '../components/button.tsx';
import { Badge, Count } from '../components/state.tsx';
import { PermissionChoice } from './permission-choice.tsx';
import type { ToolEntry, ToolRow } from './tool-rows.ts';
import { groupWords } from './words.ts';

export function HeldRow({ count }: { count: number }) {
  return (
    <div className="flex h-10 items-center gap-3 border-b bg-wait-soft px-4 md:px-6">
      <h2 className="text-sm font-semibold text-wait">New and changed</h2>
      <Count tone="wait">{count}</Count>
      <span className="min-w-0 truncate text-xs text-wait">held until you review them</span>
      <Link
        from="/connectors/$connectorId/tools"
        to="/connectors/$connectorId/review"
        search={{}}
        className={clsx(buttonStyle({ size: 'small' }), 'ml-auto')}
      >
        Review
      </Link>
    </div>
  );
}

interface GroupRowProps {
  row: Extract<ToolRow, { kind: 'group' }>;
  onToggle: () => void;
  onPermission: (permission: Permission) => void;
}

export function GroupRow({ row, onToggle, onPermission }: GroupRowProps) {
  const words = groupWords[row.group];
  return (
    <div className="flex h-10 items-center gap-2 border-b bg-side px-4 md:px-6">
      <h2 className="min-w-0 flex-1">
        <button
          type="button"
          aria-expanded={row.open}
          onClick={onToggle}
          className="flex max-w-full items-center gap-1.5 rounded-sm text-sm font-semibold"
        >
          <ChevronRight
            aria-hidden
            className={clsx('size-4 shrink-0 text-faint transition-transform', row.open && 'rotate-90')}
          />
          <span className="truncate">{words}</span>
          <Count>{row.count}</Count>
        </button>
      </h2>
      <PermissionChoice
        label={`Permission of all ${words.toLowerCase()}`}
        value={row.permission}
        onChange={onPermission}
        words="wide"
      />
    </div>
  );
}

interface ToolRowViewProps {
  entry: ToolEntry;
  isOpen: boolean;
  onPermission: (permission: Permission) => void;
}

/** The first sentence says enough in a row. */
const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

export function ToolRowView({ entry: { tool, state }, isOpen, onPermission }: ToolRowViewProps) {
  const title = tool.title ?? tool.annotations?.title;
  return (
    <div
      className={clsx(
        'flex min-h-11 items-center gap-3 border-b px-4 md:px-6',
        isOpen ? 'bg-accent-soft' : 'hover:bg-hover/60',
      )}
    >
      <Link
        from="/connectors/$connectorId/tools"
        search={(old) => ({ ...old, tool: tool.name })}
        aria-current={isOpen || undefined}
        className="flex min-w-0 flex-1 flex-col justify-center self-stretch py-1.5 -outline-offset-2 @2xl:flex-row @2xl:items-center @2xl:justify-start @2xl:gap-4"
      >
        <span className="flex min-w-0 items-center gap-2 @2xl:w-2/5 @2xl:shrink-0">
          <span className="truncate font-mono text-sm">{tool.name}</span>
          {state.held !== undefined && <Badge tone="wait">{state.held}</Badge>}
        </span>
        <span className="truncate text-xs text-faint @2xl:text-sm">
          {firstLine(
            title !== undefined && tool.description === undefined ? title : (tool.description ?? ''),
          )}
        </span>
      </Link>
      <span
        className="tabular hidden shrink-0 text-right text-xs text-faint @2xl:inline"
        title="Cost of the definition in context tokens, estimated"
      >
        {state.tokens} tok
      </span>
      <PermissionChoice
        label={`Permission of ${tool.name}`}
        value={state.permission}
        onChange={onPermission}
      />
    </div>
  );
}
