// A menu of actions behind a button. The button is there at once; what opens from it loads when it is about to be used.
import { cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useRef, useState } from 'react';

const load = async () => ({ default: (await import('./menu-content.tsx')).MenuContent });
const MenuContent = lazy(load);

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
  /** One button that passes attributes on. */
  trigger: ReactElement;
  items: MenuItem[];
  align?: 'start' | 'center' | 'end';
  /** For a trigger that fills its row. */
  className?: string;
}

export function Menu({ trigger, items, align = 'end', className = 'inline-flex' }: MenuProps) {
  const [open, setOpen] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const preload = () => void load();
  const show = () => setOpen(true);
  return (
    <div ref={frame} className={`relative ${className}`}>
      {cloneElement(trigger as ReactElement<Record<string, unknown>>, {
        'aria-haspopup': 'menu',
        'aria-expanded': open,
        onPointerEnter: preload,
        onFocus: preload,
        onClick: show,
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          show();
        },
      })}
      {open && (
        <Suspense fallback={null}>
          <MenuContent
            items={items}
            align={align}
            onClose={() => setOpen(false)}
            focusTrigger={() => frame.current?.querySelector('button')?.focus()}
          />
        </Suspense>
      )}
    </div>
  );
}
