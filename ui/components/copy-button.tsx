// Copies a text and says so in place.
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, IconButton } from './button.tsx';

interface CopyButtonProps {
  text: string;
  /** Name of what is copied: *Copy address*. */
  label: string;
  /** With words beside the icon. */
  words?: boolean;
  className?: string;
}

export function CopyButton({ text, label, words = false, className }: CopyButtonProps) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'refused'>('no');
  useEffect(() => {
    if (copied === 'no') return;
    const timer = setTimeout(() => setCopied('no'), 1_600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => setCopied('refused'),
    );
  const said = copied === 'yes' ? 'Copied' : copied === 'refused' ? 'The browser refused to copy' : label;
  const icon =
    copied === 'yes' ? (
      <Check aria-hidden className="size-4 text-ok" />
    ) : (
      <Copy aria-hidden className="size-4" />
    );
  return (
    <>
      {words ? (
        <Button size="small" icon={icon} onClick={copy} className={className}>
          {said}
        </Button>
      ) : (
        <IconButton label={said} icon={icon} onClick={copy} className={className} />
      )}
      <span role="status" className="sr-only">
        {copied === 'no' ? '' : said}
      </span>
    </>
  );
}
