// What came back from a tool, a resource or a prompt.
import { Disclosure } from '../components/disclosure.tsx';
import { JsonTree } from '../components/json-tree.tsx';
import { Badge } from '../components/state.tsx';
import { ContentView, type OpenResource, ResourceView } from './content-view.tsx';
import { promptResult, readResult } from './result-types.ts';
import { StructuredView } from './structured-view.tsx';

interface ResultProps {
  result: Record<string, unknown>;
  openResource?: OpenResource;
}

/** Blocks of a list have nothing but their place. */
const keyAt = (index: number): string => `block ${index}`;

/** A text block that only repeats the structured content is left out: servers send it for older clients. */
function repeats(block: unknown, structured: unknown): boolean {
  const text = (block as { text?: unknown }).text;
  if (structured === undefined || typeof text !== 'string') return false;
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(structured);
  } catch {
    return false;
  }
}

export function ToolResult({ result, openResource }: ResultProps) {
  const structured = result.structuredContent;
  const all = Array.isArray(result.content) ? (result.content as unknown[]) : [];
  const blocks = all.filter((block) => !repeats(block, structured));
  return (
    <div className="space-y-3">
      {blocks.map((block, index) => (
        <ContentView key={keyAt(index)} block={block} openResource={openResource} />
      ))}
      {structured !== undefined && <StructuredView value={structured} />}
      {all.length === 0 && structured === undefined && (
        <p className="text-sm text-muted">The tool answered without any content.</p>
      )}
      <Disclosure title="The whole answer">
        <JsonTree value={result} name="answer" openLevels={1} />
      </Disclosure>
    </div>
  );
}

export function ReadResult({ result }: ResultProps) {
  const parsed = readResult.safeParse(result);
  if (!parsed.success) return <JsonTree value={result} name="answer" />;
  if (parsed.data.contents.length === 0) return <p className="text-sm text-muted">The resource is empty.</p>;
  return (
    <div className="space-y-4">
      {parsed.data.contents.map((contents, index) => (
        <ResourceView key={keyAt(index)} contents={contents} />
      ))}
    </div>
  );
}

export function PromptResult({ result, openResource }: ResultProps) {
  const parsed = promptResult.safeParse(result);
  if (!parsed.success) return <JsonTree value={result} name="answer" />;
  const { description, messages } = parsed.data;
  return (
    <div className="space-y-3">
      {description !== undefined && <p className="text-sm text-muted">{description}</p>}
      <ol className="space-y-3">
        {messages.map((message, index) => (
          <li key={keyAt(index)} className="space-y-1.5">
            <Badge>{message.role}</Badge>
            {(Array.isArray(message.content) ? message.content : [message.content]).map((block, place) => (
              <ContentView key={keyAt(place)} block={block} openResource={openResource} />
            ))}
          </li>
        ))}
      </ol>
    </div>
  );
}
