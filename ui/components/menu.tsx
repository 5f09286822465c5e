// A menu of actions behind a button.
import { clsx } from 'clsx';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Keys } from './keys.tsx';

export type MenuItem =
  | {
      kind?: 'action';
      label: string;
      /** A second line. */
      detail?: string;
      icon?: ReactNode;
      keys?: string;
      danger?: boolean;
      disabled?: boolean;
      checked?: boolean;
      onSelect: () => void;
    }
  | { kind: 'line' }
  | { kind: 'heading'; label: string };

interface MenuProps {
  trigger: ReactNode;
  items: MenuItem[];
  align?: 'start' | 'center' | 'end';
}

const itemStyle =
  'flex cursor-default select-none items-center gap-2.5 rounded-md px-2 py-1.5 text-sm outline-none data-disabled:opacity-50 data-highlighted:bg-hover max-md:py-2.5';

function Item({ item }: { item: MenuItem }) {
  if (item.kind === 'line') return <Radix.Separator className="mx-1 my-1 h-px bg-line" />;
  if (item.kind === 'heading')
    return <Radix.Label className="px-2 pb-1 pt-2 text-xs font-medium text-faint">{item.label}</Radix.Label>;
  return (
    <Radix.Item
      disabled={item.disabled ?? false}
      onSelect={item.onSelect}
      className={clsx(itemStyle, item.danger ? 'text-bad' : 'text-ink')}
    >
      {item.icon !== undefined && <span className="[&>svg]:size-4">{item.icon}</span>}
      <span className="min-w-0 flex-1">
        <span className="block truncate">{item.label}</span>
        {item.detail !== undefined && (
          <span className="block truncate text-xs text-faint">{item.detail}</span>
        )}
      </span>
      {item.checked && <span className="text-xs text-faint">current</span>}
      {item.keys !== undefined && <Keys keys={item.keys} />}
    </Radix.Item>
  );
}

export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="scroll-thin z-50 max-h-[min(28rem,var(--radix-dropdown-menu-content-available-height))] min-w-52 max-w-80 overflow-y-auto rounded-lg border bg-raised p-1 shadow-raised motion-safe:animate-appear"
        >
          {items.map((item, index) => (
            <Item key={item.kind === 'line' ? `line ${index}` : item.label} item={item} />
          ))}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
