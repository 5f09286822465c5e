// One content block of a result or a prompt message.
import { Link2 } from 'lucide-react';
import { formatBytes } from '../components/format.ts';
import { JsonTree } from '../components/json-tree.tsx';
import { BinaryContent } from './binary-content.tsx';
import { contentBlock, type ResourceContents } from './result-types.ts';
import { TextContent } from './text-content.tsx';

/** Opens a resource of the same server; absent where there is no such place. */
export type OpenResource = ((uri: string) => void) | undefined;

export function ResourceView({ contents }: { contents: ResourceContents }) {
  const { uri, mimeType, text, blob } = contents;
  return (
    <div className="space-y-1">
      <p className="font-mono text-xs text-faint [overflow-wrap:anywhere]">
        {uri}
        {mimeType !== undefined && ` · ${mimeType}`}
      </p>
      {text !== undefined && <TextContent text={text} mimeType={mimeType ?? 'text/plain'} label={uri} />}
      {blob !== undefined && (
        <BinaryContent
          data={blob}
          mimeType={mimeType ?? 'application/octet-stream'}
          name={uri.split('/').pop() || 'resource'}
        />
      )}
    </div>
  );
}

export function ContentView({ block, openResource }: { block: unknown; openResource?: OpenResource }) {
  const parsed = contentBlock.safeParse(block);
  if (!parsed.success) return <JsonTree value={block} name="content" />;
  const content = parsed.data;
  switch (content.type) {
    case 'text':
      return <TextContent text={content.text} />;
    case 'image':
    case 'audio':
      return <BinaryContent data={content.data} mimeType={content.mimeType} />;
    case 'resource':
      return <ResourceView contents={content.resource} />;
    case 'resource_link':
      return (
        <button
          type="button"
          disabled={openResource === undefined}
          onClick={() => openResource?.(content.uri)}
          className="flex w-full items-center gap-2.5 rounded-lg border px-3 py-2 text-left enabled:hover:bg-hover"
        >
          <Link2 aria-hidden className="size-4 shrink-0 text-faint" />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{content.title ?? content.name}</span>
            <span className="block truncate font-mono text-xs text-faint">{content.uri}</span>
          </span>
          <span className="shrink-0 text-xs text-faint">
            {[content.mimeType, content.size !== undefined && formatBytes(content.size)]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </button>
      );
  }
}
