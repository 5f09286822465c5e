// One message: what the person said, or what a model answered, with its tool cards in order.
import { ChevronLeft, ChevronRight, Paperclip, Pencil, RotateCcw, Search } from 'lucide-react';
import { lazy, memo, Suspense, useState } from 'react';
import type { Message, MessagePart } from '#shared/contract/conversation-parts.ts';
import { Button, IconButton } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Disclosure } from '../components/disclosure.tsx';
import { ErrorNote } from '../components/error-note.tsx';
import { TextArea } from '../components/field.tsx';
import { State } from '../components/state.tsx';
import { ToolCard } from './tool-card.tsx';
import { isRunningMessage } from './words.ts';

const Markdown = lazy(async () => ({ default: (await import('../results/markdown.tsx')).Markdown }));

export interface MessageActions {
  retry: (messageId: string) => Promise<void>;
  edit: (messageId: string, text: string) => Promise<void>;
  show: (messageId: string) => void;
}

interface MessageViewProps {
  message: Message;
  /** Ids of the messages at this place, oldest first, joined by spaces: a text, so that equal ones compare equal. */
  siblings: string;
  actions: MessageActions;
  /** No turn runs, so that the message can be changed. */
  idle: boolean;
}

const textOf = (message: Message): string =>
  message.parts
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n\n')
    .trim();

function Part({ part, isPerson }: { part: MessagePart; isPerson: boolean }) {
  switch (part.type) {
    case 'text':
      if (isPerson) return <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{part.text}</p>;
      return (
        <Suspense fallback={<p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{part.text}</p>}>
          <Markdown text={part.text} />
        </Suspense>
      );
    case 'reasoning':
      return (
        <Disclosure title={<span className="font-normal text-muted">Reasoning</span>}>
          <p className="whitespace-pre-wrap text-sm text-muted [overflow-wrap:anywhere]">{part.text}</p>
        </Disclosure>
      );
    case 'attachment':
      return (
        <p className="flex items-center gap-1.5 text-sm text-muted">
          <Paperclip aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{part.name}</span>
        </p>
      );
    case 'tool-call':
      return <ToolCard part={part} />;
    case 'lookup':
      return (
        <Disclosure
          title={
            <span className="flex items-center gap-1.5 font-normal text-muted">
              <Search aria-hidden className="size-3.5 shrink-0" />
              {part.what === 'search'
                ? 'Looked for tools'
                : part.what === 'describe'
                  ? 'Read about'
                  : 'Read on'}
              : {part.input}
            </span>
          }
        >
          <p className="whitespace-pre-wrap text-sm text-muted [overflow-wrap:anywhere]">{part.summary}</p>
        </Disclosure>
      );
    case 'notice':
      return <p className="rounded-md bg-wait-soft px-3 py-2 text-sm text-wait">{part.text}</p>;
  }
}

function Editor({
  text,
  onSave,
  onClose,
}: {
  text: string;
  onSave: (text: string) => void;
  onClose: () => void;
}) {
  const [draft, setDraft] = useState(text);
  return (
    <form
      className="space-y-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (draft.trim() !== '') onSave(draft);
      }}
    >
      <TextArea
        aria-label="Your message"
        autoFocus
        rows={3}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
      />
      <div className="flex gap-2">
        <Button type="submit" tone="primary" size="small" disabled={draft.trim() === ''}>
          Send as a new branch
        </Button>
        <Button size="small" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function Branches({
  message,
  siblings,
  show,
}: {
  message: Message;
  siblings: string[];
  show: (id: string) => void;
}) {
  const at = siblings.indexOf(message.id);
  if (siblings.length < 2 || at < 0) return null;
  const before = siblings[at - 1];
  const after = siblings[at + 1];
  return (
    <span className="inline-flex items-center text-xs text-faint">
      <IconButton
        label="Branch before"
        icon={<ChevronLeft aria-hidden className="size-4" />}
        disabled={before === undefined}
        onClick={() => before !== undefined && show(before)}
      />
      <span className="tabular">
        {at + 1} of {siblings.length}
      </span>
      <IconButton
        label="Branch after"
        icon={<ChevronRight aria-hidden className="size-4" />}
        disabled={after === undefined}
        onClick={() => after !== undefined && show(after)}
      />
    </span>
  );
}

function EndOfMessage({ message }: { message: Message }) {
  if (message.state === 'stopped') return <State tone="idle">Stopped</State>;
  if (message.problem !== undefined) return <ErrorNote error={message.problem} />;
  if (message.state === 'interrupted')
    return <State tone="wait">Causeway stopped during this answer. What was said is kept.</State>;
  if (message.state === 'failed') return <State tone="bad">The model failed</State>;
  if (message.state === 'pending') return <State tone="working">Waiting for the model</State>;
  return null;
}

export const MessageView = memo(function MessageView({ message, siblings, actions, idle }: MessageViewProps) {
  const [editing, setEditing] = useState(false);
  const isPerson = message.role === 'user';
  const text = textOf(message);
  return (
    <article
      aria-label={isPerson ? 'You' : (message.model?.name ?? 'Answer')}
      aria-busy={isRunningMessage(message.state) || undefined}
      className="space-y-2 [contain-intrinsic-size:auto_6rem] [content-visibility:auto]"
    >
      {!isPerson && message.model !== undefined && (
        <p className="text-xs font-medium text-faint">{message.model.name}</p>
      )}
      {editing ? (
        <Editor
          text={text}
          onClose={() => setEditing(false)}
          onSave={(next) => {
            setEditing(false);
            void actions.edit(message.id, next);
          }}
        />
      ) : (
        <div
          className={isPerson ? 'w-fit max-w-full space-y-2 rounded-lg bg-sunken px-3.5 py-2' : 'space-y-3'}
        >
          {message.parts.map((part, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts keep their place.
            <Part key={index} part={part} isPerson={isPerson} />
          ))}
        </div>
      )}
      <EndOfMessage message={message} />
      {!isRunningMessage(message.state) && !editing && (
        <div className="flex h-7 items-center gap-0.5">
          {text !== '' && <CopyButton text={text} label="Copy" />}
          {isPerson && idle && text !== '' && (
            <IconButton
              label="Edit as a new branch"
              icon={<Pencil aria-hidden className="size-3.5" />}
              onClick={() => setEditing(true)}
            />
          )}
          {!isPerson && idle && message.model !== undefined && (
            <IconButton
              label="Answer again"
              icon={<RotateCcw aria-hidden className="size-3.5" />}
              onClick={() => void actions.retry(message.id)}
            />
          )}
          <Branches message={message} siblings={siblings.split(' ')} show={actions.show} />
        </div>
      )}
    </article>
  );
});
