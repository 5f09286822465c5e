// A whole address with its host standing out, and a warning where the host may not be what it looks like.
import { TriangleAlert } from 'lucide-react';
import { CopyButton } from './copy-button.tsx';
import { splitAddress } from './split-address.ts';

/** Why to look twice at an address; `undefined` when nothing stands out. */
export function doubtsAbout(address: string): string | undefined {
  const { before, host, scheme } = splitAddress(address);
  if (/(^|\.)xn--/i.test(host))
    return 'The name of this host has letters of another script, written here as xn--…. They can look like a name that you know.';
  if (before.includes('@')) return 'What stands before the @ is not the host. The host is the part in bold.';
  if (/^(\d+\.){3}\d+(:\d+)?$|^\[/.test(host)) return 'This host is a bare number, without a name.';
  if (scheme === 'http:' && !/^(localhost|127\.0\.0\.1|\[::1\])(:|$)/.test(host))
    return 'This address is not encrypted: others on the way can read and change what goes there.';
  return undefined;
}

export function AddressShown({ url }: { url: string }) {
  const parts = splitAddress(url);
  const doubt = doubtsAbout(url);
  return (
    <div className="space-y-2">
      <div className="flex items-start gap-1 rounded-md border bg-canvas py-1.5 pl-3 pr-1">
        <p className="min-w-0 flex-1 py-1 font-mono text-xs [overflow-wrap:anywhere]">
          <span className="text-muted">{parts.before}</span>
          <strong className="font-bold text-ink">{parts.host}</strong>
          <span className="text-muted">{parts.after}</span>
        </p>
        <CopyButton text={url} label="Copy the address" />
      </div>
      {doubt !== undefined && (
        <p role="alert" className="flex gap-1.5 text-sm text-wait">
          <TriangleAlert aria-hidden className="mt-0.75 size-3.5 shrink-0" />
          <span className="text-pretty">{doubt}</span>
        </p>
      )}
    </div>
  );
}
