// The connection check of an address inside a dialog: by itself when something failed, else behind a button.
import { ListChecks } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Button } from '../components/button.tsx';
import { CheckView } from './check-view.tsx';

interface CheckInDialogProps {
  url: string;
  /** Connecting failed: the check runs at once and names the cause. */
  failed: boolean;
}

export function CheckInDialog({ url, failed }: CheckInDialogProps) {
  const [asked, setAsked] = useState<string>();
  const target = useMemo(() => ({ url }), [url]);
  if (url === '') return null;
  if (!failed && asked !== url)
    return (
      <Button
        size="small"
        tone="quiet"
        icon={<ListChecks aria-hidden className="size-4" />}
        onClick={() => setAsked(url)}
      >
        Check connection
      </Button>
    );
  return (
    <section aria-label="Connection check" className="space-y-2">
      <h3 className="text-sm font-semibold">Connection check</h3>
      <CheckView key={url} target={target} subject={url} />
    </section>
  );
}
