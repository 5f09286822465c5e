// The open menu. Loaded when a menu is first about to open.
import { clsx } from 'clsx';
import { DropdownMenu as Radix } from 'radix-ui';
import { Keys } from './keys.tsx';
import type { MenuItem } from './menu.tsx';

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

interface MenuContentProps {
  items: MenuItem[];
  align: 'start' | 'center' | 'end';
  onClose: () => void;
  /** Gives the focus back to the button that opened the menu. */
  focusTrigger: () => void;
}

export function MenuContent({ items, align, onClose, focusTrigger }: MenuContentProps) {
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Trigger asChild>
        <span aria-hidden className="pointer-events-none absolute inset-0" tabIndex={-1} />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-labelledby={undefined}
          aria-label="Actions"
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            focusTrigger();
          }}
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
