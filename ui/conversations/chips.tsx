// What waits to go with the next message.
import { FileText, RefreshCw, TriangleAlert, X } from 'lucide-react';
import { api } from '#shared/contract/api.ts';
import type { Attachment } from '#shared/contract/attachments.ts';
import { call } from '../api/call.ts';
import { IconButton } from '../components/button.tsx';
import { formatBytes } from '../components/format.ts';

function Chip({ attachment, onError }: { attachment: Attachment; onError: (error: unknown) => void }) {
  const { id: attachmentId, conversationId, state } = attachment;
  const params = { conversationId, attachmentId };
  const note =
    state.kind === 'partial' ? state.notice : state.kind === 'failed' ? state.problem.message : undefined;
  const facts = [
    attachment.connectorName,
    formatBytes(attachment.bytes),
    attachment.changed && 'changed since',
  ];
  return (
    <li
      title={note}
      className="flex max-w-full items-center gap-1.5 rounded-md border bg-sunken py-0.5 pl-2 pr-0.5 text-sm"
    >
      {note === undefined ? (
        <FileText aria-hidden className="size-3.5 shrink-0 text-faint" />
      ) : (
        <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-wait" />
      )}
      <span className="min-w-0 truncate">{attachment.name}</span>
      <span className="shrink-0 text-xs text-faint">{facts.filter(Boolean).join(' · ')}</span>
      {note !== undefined && <span className="sr-only">{note}</span>}
      {attachment.source.kind !== 'file' && (
        <IconButton
          label={`Read ${attachment.name} again`}
          icon={<RefreshCw aria-hidden className="size-3.5" />}
          onClick={() => void call(api.attachments.refresh, { params, body: {} }).catch(onError)}
        />
      )}
      <IconButton
        label={`Remove ${attachment.name}`}
        icon={<X aria-hidden className="size-3.5" />}
        onClick={() => void call(api.attachments.remove, { params }).catch(onError)}
      />
    </li>
  );
}

export function Chips({
  attachments,
  onError,
}: {
  attachments: Attachment[];
  onError: (error: unknown) => void;
}) {
  if (attachments.length === 0) return null;
  return (
    <ul aria-label="Attachments" className="flex flex-wrap gap-1.5 px-2.5 pt-2.5">
      {attachments.map((attachment) => (
        <Chip key={attachment.id} attachment={attachment} onError={onError} />
      ))}
    </ul>
  );
}
