// Text as it is, in a mono face, with a copy button. Long text scrolls inside, never the page.
import { clsx } from 'clsx';
import { CopyButton } from './copy-button.tsx';
import { ScrollRegion } from './scroll-region.tsx';

interface CodeBlockProps {
  code: string;
  label: string;
  /** Breaks long lines, instead of scrolling sideways. */
  wrap?: boolean;
  className?: string;
}

export function CodeBlock({ code, label, wrap = false, className }: CodeBlockProps) {
  return (
    <div className={clsx('group relative mt-1 rounded-md border bg-sunken', className)}>
      <ScrollRegion label={label} className="max-h-96 rounded-md py-2 pl-3 pr-10">
        <pre
          className={clsx(
            'font-mono text-xs text-ink',
            wrap ? 'whitespace-pre-wrap [overflow-wrap:anywhere]' : 'w-max min-w-full',
          )}
        >
          {code}
        </pre>
      </ScrollRegion>
      <CopyButton text={code} label={`Copy ${label}`} className="absolute right-1 top-1" />
    </div>
  );
}
