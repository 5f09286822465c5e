// Text of a server: read as markdown where it looks like it, always available as it came; long text is cut with a notice.
import { lazy, Suspense, useState } from 'react';
import { Button } from '../components/button.tsx';
import { CodeBlock } from '../components/code-block.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { JsonTree } from '../components/json-tree.tsx';
import { Skeleton } from '../components/skeleton.tsx';

const Markdown = lazy(async () => ({ default: (await import('./markdown.tsx')).Markdown }));

/** Characters drawn at first; the rest on request. */
const drawLimit = 20_000;
const markdownSigns = /(^|\n)(#{1,6} |[-*] |\d+\. |>|```|\|.+\|)|\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)]+\)/;

function asJson(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

interface TextContentProps {
  text: string;
  mimeType?: string | undefined;
  label?: string;
}

type Reading = 'markdown' | 'json' | 'plain';

function readingsOf(text: string, mimeType: string | undefined, json: object | undefined): Reading[] {
  if (json !== undefined) return ['json', 'plain'];
  const isMarkdown = mimeType === undefined ? markdownSigns.test(text) : /markdown/.test(mimeType);
  return isMarkdown ? ['markdown', 'plain'] : ['plain'];
}

const readingWords: Record<Reading, string> = { markdown: 'Formatted', json: 'Tree', plain: 'As it came' };

export function TextContent({ text, mimeType, label = 'Text' }: TextContentProps) {
  const [whole, setWhole] = useState(false);
  const [wanted, setWanted] = useState<Reading>();
  const json = text.length < 2_000_000 ? asJson(text) : undefined;
  const readings = readingsOf(text.slice(0, drawLimit), mimeType, json);
  const reading = wanted ?? readings[0] ?? 'plain';
  const cut = !whole && reading !== 'json' && text.length > drawLimit;
  const shown = cut ? text.slice(0, drawLimit) : text;
  return (
    <div className="space-y-2">
      <div className="rounded-lg border">
        {readings.length > 1 && (
          <div className="flex items-center justify-end gap-1 border-b px-1.5 py-1">
            {readings.map((each) => (
              <Button
                key={each}
                size="small"
                tone="quiet"
                aria-pressed={each === reading}
                className="aria-pressed:bg-hover aria-pressed:text-ink"
                onClick={() => setWanted(each)}
              >
                {readingWords[each]}
              </Button>
            ))}
            <CopyButton text={text} label="Copy the text" />
          </div>
        )}
        {reading === 'markdown' && (
          <div className="p-3">
            <Suspense fallback={<Skeleton className="h-12 w-full" />}>
              <Markdown text={shown} />
            </Suspense>
          </div>
        )}
        {reading === 'json' && (
          <div className="p-3">
            <JsonTree value={json} name={label.toLowerCase()} />
          </div>
        )}
        {reading === 'plain' && <CodeBlock code={shown} label={label} wrap className="mt-0 border-0" />}
      </div>
      {cut && (
        <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
          The first {drawLimit.toLocaleString('en')} of {text.length.toLocaleString('en')} characters.
          <Button size="small" onClick={() => setWhole(true)}>
            Show all
          </Button>
        </p>
      )}
    </div>
  );
}
