// What is open beside a list: its head with a way back, closed by Escape. On narrow screens it takes the whole page.
import { clsx } from 'clsx';
import { ArrowLeft, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { useShortcut } from './shortcuts.ts';

interface SidePanelProps {
  /** Name of the region. */
  label: string;
  title: ReactNode;
  subtitle?: ReactNode;
  /** Which of the two is a name of the server's, drawn in the mono face. */
  mono: 'title' | 'subtitle';
  /** Words of the button and of the key: *Close the tool*. */
  closeLabel: string;
  onClose: () => void;
  className?: string;
  children: ReactNode;
}

export function SidePanel({
  label,
  title,
  subtitle,
  mono,
  closeLabel,
  onClose,
  className,
  children,
}: SidePanelProps) {
  useShortcut({ keys: 'escape', label: closeLabel, run: onClose });
  return (
    <section aria-label={label} className={clsx('flex min-w-0 flex-1 flex-col lg:border-l', className)}>
      <header className="flex min-h-13 items-center gap-2 border-b px-4 py-2">
        <IconButton
          label="Back to the list"
          className="lg:hidden"
          icon={<ArrowLeft aria-hidden className="size-4" />}
          onClick={onClose}
        />
        <div className="min-w-0 flex-1">
          <h2 className={clsx('truncate text-base font-semibold', mono === 'title' && 'font-mono')}>
            {title}
          </h2>
          {subtitle !== undefined && (
            <p className={clsx('truncate text-xs text-faint', mono === 'subtitle' && 'font-mono')}>
              {subtitle}
            </p>
          )}
        </div>
        <IconButton
          label={closeLabel}
          keys="escape"
          className="max-lg:hidden"
          icon={<X aria-hidden className="size-4" />}
          onClick={onClose}
        />
      </header>
      {children}
    </section>
  );
}
