// Before the browser goes where a text of a server or a model leads: the whole address, and a person's click.
import { ExternalLink } from 'lucide-react';
import { AddressShown } from '../components/address-shown.tsx';
import { Button, buttonStyle } from '../components/button.tsx';
import { Dialog } from '../components/dialog.tsx';

export function LeaveDialog({ href, onClose }: { href: string; onClose: () => void }) {
  return (
    <Dialog
      open
      onClose={onClose}
      title="Open this address?"
      description="The link stands in a text that Causeway did not write. The address itself may carry what the text knew."
      size="small"
      footer={
        <>
          <Button onClick={onClose}>Stay here</Button>
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer nofollow ugc"
            onClick={onClose}
            className={buttonStyle({ tone: 'primary' })}
          >
            <ExternalLink aria-hidden className="size-4" />
            Open in a new tab
          </a>
        </>
      }
    >
      <AddressShown url={href} />
    </Dialog>
  );
}
